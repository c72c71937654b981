/** One note above the composer, the most urgent only: a refusal, a model on its way, Chinese to a model without it, a newer model. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { textOf } from '#domain/conversation/part';
import type { WireModel } from '#wire/model';
import { useLanguage } from '../i18n/language.tsx';
import { GetModelButton } from '../weights/get-button.tsx';
import { useChat } from './chat-context.ts';
import { focusComposer } from './composer-focus.ts';
import { changeDraft, draftOf, useDraftPart } from './draft.ts';
import { betterForChinese, bySnapshot, isHere, nameOf, resolve } from './model-choice.ts';

/** Characters that tell the language of a text. */
const TELLING = 2000;

/** Why the words cannot be sent as they are. */
export type Obstacle = 'half' | 'too-long' | 'no-model';

/** @param isTold the person has pressed Enter all the same */
export function ComposerNote({ id, obstacle, isTold = false }: { id: string; obstacle?: Obstacle; isTold?: boolean }) {
  const { t, format } = useLanguage();
  const { view, actions, models, model } = useChat();
  const chosen = useDraftPart(id, (draft) => draft.model);
  const start = useDraftPart(id, ({ text }) => text.slice(0, TELLING));
  const row = resolve(models.models, model);
  const switchTo = (name: string) => {
    focusComposer();
    changeDraft(id, { model: name });
  };

  // All of a file can have come, and its parts still have to be joined and checked.
  const shareOf = ({ weights }: WireModel) => {
    const phase = weights?.phase;
    if (phase === 'joining' || phase === 'checking')
      return t(`weights.phase.${phase}`, { share: format.share(weights?.share ?? 0) });
    return format.share((weights?.received ?? 0) / (weights?.bytes ?? Number.POSITIVE_INFINITY));
  };

  if (obstacle === 'half')
    return (
      <Note isAlert={isTold}>
        <span>{t('composer.half')}</span>
        <button
          type="button"
          className="button text-[13px]"
          onClick={() => {
            focusComposer();
            changeDraft(id, { text: draftOf(id).text.toWellFormed() });
          }}
        >
          {t('composer.mend')}
        </button>
      </Note>
    );
  if (obstacle === 'too-long' && isTold) return <Note isAlert>{t('composer.too-long')}</Note>;
  const isWanted = obstacle === 'no-model' && isTold;
  if (isWanted && !row) return <Note isAlert>{t('composer.no-model')}</Note>;

  const { failure } = actions;
  if (failure && failure.thread === id && !isWanted) {
    return (
      <Note isAlert onClose={actions.forgetFailure}>
        <span>{failure.reason}</span>
        <button
          type="button"
          className="button text-[13px]"
          onClick={() => {
            focusComposer();
            failure.retry();
          }}
        >
          {t('app.retry')}
        </button>
      </Note>
    );
  }
  // A question that was just asked counts like one that is being written.
  const asked = view.running === undefined ? view.path.findLast(({ role }) => role === 'user') : undefined;
  const able = betterForChinese(models.models, row, start || textOf(asked?.parts ?? []));
  if (row && able && !isWanted) {
    return (
      <Note>
        <span>{t('weights.chinese', { model: row.model, better: able.model })}</span>
        {able.state === 'fetching' ? (
          <span className="text-muted">{t('weights.onItsWay', { model: able.model, share: shareOf(able) })}</span>
        ) : isHere(able) ? (
          <button type="button" className="button text-[13px]" onClick={() => switchTo(nameOf(able))}>
            {t('weights.useInstead', { model: able.model })}
          </button>
        ) : (
          <GetModelButton model={able} />
        )}
      </Note>
    );
  }
  if (row?.state === 'loading' && view.state !== 'none' && view.running === undefined && !actions.pending)
    return <Note>{t('weights.loading', { model: row.model })}</Note>;
  if (row && !isHere(row) && (view.state !== 'none' || isWanted)) {
    return (
      <Note isAlert={isWanted}>
        <span>
          {row.state === 'fetching'
            ? t(isWanted ? 'weights.sendLater' : 'weights.onItsWay', { model: row.model, share: shareOf(row) })
            : t('weights.absent', { model: row.model, size: format.bytes(row.weights?.bytes ?? row.bytes ?? 0) })}
        </span>
        {row.state !== 'fetching' && <GetModelButton model={row} />}
      </Note>
    );
  }
  const current = resolve(models.models, models.default);
  const answered = bySnapshot(models.models, view.last?.answeredBy?.snapshot);
  // A larger file is the better one; who chose a larger one than the default is left in peace.
  const isBetter = current && answered && current !== answered && (current.bytes ?? 0) >= (answered.bytes ?? 0);
  if (view.running === undefined && chosen === undefined && answered && isBetter && isHere(current)) {
    return (
      <Note>
        <span>{t('weights.older', { old: answered.model, model: current.model })}</span>
        <button type="button" className="button text-[13px]" onClick={() => switchTo(nameOf(current))}>
          {t('weights.switch')}
        </button>
      </Note>
    );
  }
  return null;
}

/** What is told above the composer, with what can be done about it. */
export function Note({ isAlert, onClose, children }: { isAlert?: boolean; onClose?: () => void; children: ReactNode }) {
  const { t } = useLanguage();
  const close = () => {
    focusComposer();
    onClose?.();
  };
  return (
    <div
      role={isAlert ? 'alert' : 'status'}
      className={`mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 px-1.5 text-[13px] ${isAlert ? 'text-danger' : 'text-second'}`}
    >
      {children}
      {onClose && (
        <button type="button" aria-label={t('app.close')} className="icon-button -ml-2 h-7 w-7" onClick={close}>
          <X size={14} strokeWidth={1.6} aria-hidden />
        </button>
      )}
    </div>
  );
}
