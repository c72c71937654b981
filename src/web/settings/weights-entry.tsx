/** One model file: its facts, and what can be done with it now. A removal can be undone until the file is really gone. */
import type { WireWeights } from '#wire/model';
import { removeWeights, restoreWeights, verifyWeights } from '../api/calls.ts';
import { reasonOf } from '../api/client.ts';
import { isGoodFor, useLanguage } from '../i18n/language.tsx';
import { sourceIn, tooLargeIn, weightsNoticeIn, weightsReasonIn } from '../i18n/server-words.ts';
import { hideAbout, showToast } from '../shell/toast.tsx';
import { Fetching } from '../weights/fetching.tsx';
import { GetButton } from '../weights/get-button.tsx';
import { refreshWeights } from '../weights/get-weights.ts';
import { sizeIn } from '../weights/size.ts';

export function WeightsEntry({ weights }: { weights: WireWeights }) {
  const { t, format, language } = useLanguage();
  const { model, file, state, error, errorKind, tooLarge, goodFor, removedAt } = weights;
  const facts: [string, string | undefined][] = [
    [t('files.size'), sizeIn({ t, format }, weights)],
    [t('card.licence'), weights.licence],
    [t('files.languages'), weights.languages && format.languages(weights.languages)],
    [
      t('files.speed'),
      weights.tokensPerSecond === undefined ? undefined : t('card.rate', { rate: format.rate(weights.tokensPerSecond) }),
    ],
    [t('files.source'), weights.source && sourceIn(language, weights.source)],
    [t('files.linked'), weights.linked],
    [t('files.used'), weights.usedAt === undefined ? undefined : format.moment(weights.usedAt)],
    [t('files.hash'), weights.sha256],
  ];
  return (
    <li className="border-b border-hairline py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-mono text-[14px] font-medium">{model}</h3>
        <span className="pill">{removedAt === undefined ? t(`files.state.${state}`) : t('files.state.removed')}</span>
        <div className="ml-auto flex gap-2">
          <Actions weights={weights} />
        </div>
      </div>
      <p className="font-mono text-[12px] break-all text-muted">{file}</p>
      {isGoodFor(goodFor) && <p className="pt-1 text-[13.5px] text-second">{t(goodFor)}</p>}
      {tooLarge !== undefined && <p className="pt-1 text-[13px] text-second">{tooLargeIn(language, tooLarge)}</p>}
      {error !== undefined && <p className="pt-1 text-[13px] text-danger">{weightsReasonIn(language, errorKind, error)}</p>}
      {weights.notices?.map((notice) => (
        <p key={notice} className="pt-1 text-[13px] text-muted">
          {weightsNoticeIn(language, notice)}
        </p>
      ))}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 pt-2 text-[13px]">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="min-w-0 break-all">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {state === 'fetching' && (
        <div className="pt-3">
          <Fetching weights={weights} />
        </div>
      )}
    </li>
  );
}

function Actions({ weights }: { weights: WireWeights }) {
  const { id, model, file, state, removedAt, terms, isAccepted } = weights;
  const { t, format } = useLanguage();
  const tell = (error: unknown) => showToast({ text: reasonOf(error) });
  const about = `weights ${id}`;
  const restore = () => {
    hideAbout(about);
    void restoreWeights(id).catch(tell).finally(refreshWeights);
  };
  const remove = () =>
    void removeWeights(id)
      .then(() => showToast({ text: t('files.removed', { file }), about, action: { label: t('app.undo'), run: restore } }), tell)
      .finally(refreshWeights);
  const verify = () =>
    void verifyWeights(id)
      .then(() => showToast({ text: t('files.verified', { file }), about }), tell)
      .finally(refreshWeights);
  const button = (words: string, run: () => void) => (
    <button type="button" className="button text-[13px]" onClick={run}>
      {words}
    </button>
  );
  if (removedAt !== undefined) return button(t('app.undo'), restore);
  if (state === 'ready')
    return (
      <>
        {button(t('files.verify'), verify)}
        {button(t('files.remove'), remove)}
      </>
    );
  return state === 'fetching' ? null : (
    <>
      {state === 'failed' && button(t('files.verify'), verify)}
      <GetButton id={id} model={model} size={sizeIn({ t, format }, weights)} terms={isAccepted ? undefined : terms} />
    </>
  );
}
