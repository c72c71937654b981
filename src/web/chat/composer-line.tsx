/** The live count under the words: tokens, share of the window, cost. */
import { useLanguage } from '../i18n/language.tsx';
import { useTokenCount } from '../tokens/use-token-count.ts';
import { useChat } from './chat-context.ts';
import { useDraftPart } from './draft.ts';
import { isHere, resolve } from './model-choice.ts';
import { figuresOf } from './turn-figures.ts';

export function ComposerLine({ id }: { id: string }) {
  const { t, format } = useLanguage();
  const { view, models, model } = useChat();
  const text = useDraftPart(id, (draft) => draft.text);
  const row = resolve(models.models, model);
  const file = row?.facts?.encoder === 'own' ? row.snapshot : undefined;
  const { count, isCounting } = useTokenCount(text, row && isHere(row) ? model : undefined, file);
  const isUnknown = count === undefined && text !== '';
  const tokens = count?.value ?? 0;
  // A turn that is being loaded, or never got further, has no row: the one before it stands.
  const last = view.last?.window.used === 0 ? [...view.turns.values()].findLast((turn) => turn.window.used > 0) : view.last;
  const isRowUnknown = last === undefined && view.last !== undefined; // Unknown is not nothing.
  const before = last ? last.window.used + (figuresOf(last).output ?? 0) : 0;
  const share = row?.window && !isUnknown ? (before + tokens) / row.window : undefined;
  return (
    <p
      aria-busy={isCounting}
      className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 pl-1.5 text-[12.5px] text-muted max-sm:order-first max-sm:basis-full"
    >
      <span className={tokens > 0 ? 'font-semibold text-second' : ''} title={count && t(`grade.${count.grade}`)}>
        {isUnknown ? t('composer.counting') : t('composer.tokens', { count: tokens })}
      </span>
      {share !== undefined && !isRowUnknown && <span>· {t('composer.window', { share: format.share(share) })}</span>}
      {row?.vendor === 'local' && <span>· {t('composer.free')}</span>}
      {share !== undefined && share > 1 && (
        <span className="text-danger">{t(tokens > (row?.window ?? 0) ? 'composer.tooLongAlone' : 'composer.tooLong')}</span>
      )}
    </p>
  );
}
