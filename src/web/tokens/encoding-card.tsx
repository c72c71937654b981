/** One encoding's reading of the text or the messages: its count, the tokens, their ids. */
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { memo, type ReactNode, useMemo, useState } from 'react';
import { type Count, sumCounts } from '#domain/money/usage';
import type { EncodingName } from '#domain/tokens/encodings';
import type { RowToken } from '#domain/tokens/token';
import { useLanguage } from '../i18n/language.tsx';
import type { RowForm } from '../inside/layout.ts';
import { gradeName } from '../inside/owner-name.ts';
import type { Ask, MessageRow } from './ask.ts';
import { CopyIds } from './copy-ids.tsx';
import { ENCODING_MODELS } from './encoding-name.ts';
import { MergeStory } from './merge-story.tsx';
import { pageClient } from './page-client.ts';
import { PortionCounts } from './portion-counts.tsx';
import type { Choice } from './share-link.ts';
import { sizeOf } from './text-size.ts';
import { TokenText } from './token-text.tsx';
import { type Asked, useAsked } from './use-asked.ts';
import { useRowAsk } from './use-row-ask.ts';

export type CardProps = {
  encoding: EncodingName;
  hue: string;
  choice: Choice;
  /** Tokens of what is typed, where the choice is a little older; undefined while they are counted. */
  newest?: { count: number | undefined } | undefined;
  form: RowForm;
  tellsMerges: boolean;
  onRemove?: (() => void) | undefined;
};

/** Tokens drawn at once: more are a page further. A keystroke lays these out anew. */
const PAGE = 10_000;

export function EncodingCard(props: CardProps) {
  return props.choice.mode === 'text' ? <TextCard {...props} /> : <MessagesCard {...props} />;
}

function TextCard({ encoding, hue, choice, newest, form, tellsMerges, onRemove }: CardProps) {
  const { t } = useLanguage();
  const { text, readsSpecials } = choice;
  const [page, setPage] = useState(0);
  const from = page * PAGE;
  const ask = useMemo(
    (): Ask<'text'> => ({ name: 'text', encoding, text, readsSpecials, from, to: from + PAGE }),
    [encoding, text, readsSpecials, from],
  );
  const asked = useAsked(`page/${encoding}`, ask);
  const { answer, of } = asked;
  const { characters, bytes } = useMemo(() => sizeOf(of?.text ?? ''), [of?.text]); // Of the text that was counted.
  if (answer && page > 0 && from >= answer.count) setPage(0);
  return (
    <Card
      {...{ encoding, hue, onRemove }}
      asked={newest ? { ...asked, isBusy: newest.count === undefined } : asked}
      note={ENCODING_MODELS[encoding].known}
      count={newest?.count ?? answer?.count}
    >
      {answer && text !== '' && (
        <p className="text-[12px] text-muted">
          {t('tokens.size', {
            characters: t('tokens.characters', { count: characters }),
            bytes: t('tokens.byteCount', { count: bytes }),
            ratio: t('tokens.ratio', { count: Math.round((100 * characters) / Math.max(1, answer.count)) / 100 }),
          })}
        </p>
      )}
      {answer && (
        <Tokens {...{ encoding, form, tokens: answer.tokens, from }}>
          {tellsMerges && !readsSpecials
            ? (position: number) => <MergeStory {...{ encoding, text }} position={from + position} />
            : undefined}
        </Tokens>
      )}
      {answer && answer.count > PAGE && <Pager page={page} count={answer.count} onPage={setPage} />}
      {answer && answer.count > 0 && <CopyIds encoding={encoding} ids={() => idsOf(encoding, text, readsSpecials)} />}
    </Card>
  );
}

function MessagesCard({ encoding, choice, form, onRemove }: CardProps) {
  const { t, format } = useLanguage();
  const model = ENCODING_MODELS[encoding].row;
  const ask = useRowAsk(choice, model);
  const asked = useAsked(`page/${encoding}`, ask);
  const { answer } = asked;
  const given = answer && givenIn(answer);
  const closing = answer ? answer.tokens.length - answer.promptTokens - (answer.answerTokens ?? 0) : 0;
  const rowIds = answer && knownIds(answer.tokens);
  return (
    <Card
      {...{ encoding, asked, onRemove }}
      note={t('tokens.asModel', { model })}
      grade={given}
      count={answer && given && answer.tokens.length + given.value - answer.promptTokens}
    >
      {answer?.answerTokens !== undefined && (
        <p className="text-[12px] text-muted">
          {t('tokens.promptAnswer', {
            prompt: given?.value ?? answer.promptTokens,
            answer: answer.answer?.value ?? answer.answerTokens,
          })}
          {closing > 0 && t('tokens.closing', { count: closing })}
        </p>
      )}
      {answer && <PortionCounts portions={answer.portions} images={ask?.images ?? []} model={model} />}
      {answer && <Tokens {...{ encoding, form, tokens: answer.tokens, from: 0 }} hasOwners />}
      {answer && rowIds && <CopyIds encoding={encoding} ids={async () => rowIds} />}
      {answer?.toolTokens && (
        <>
          <p className="text-[12.5px] text-muted">{t('tokens.toolsSeen', { count: answer.toolTokens.length })}</p>
          <TokenText label={t('tokens.toolsRow', { encoding })} form={form} tokens={answer.toolTokens} from={0} hasOwners />
        </>
      )}
      {answer && answer.portions.unseen.names > 0 && (
        <p className="text-[12px] text-muted">{t('tokens.namesUnseen', { count: answer.portions.unseen.names })}</p>
      )}
      {answer && answer.portions.unseen.calls > 0 && (
        <p className="text-[12px] text-muted">{t('tokens.callsUnseen', { count: answer.portions.unseen.calls })}</p>
      )}
      {answer?.reconstruction !== undefined && (
        <p className="text-[12px] text-muted">
          {t('tokens.reconstruction')}
          {format.gap}
          {answer.tokens.some(({ id }) => id === undefined) && t('tokens.unpublishedIds')}
        </p>
      )}
    </Card>
  );
}

async function idsOf(encoding: EncodingName, text: string, readsSpecials: boolean): Promise<ArrayLike<number>> {
  return (await pageClient().ask<'ids'>('ids', { name: 'ids', encoding, text, readsSpecials })).ids;
}

/** The ids of a row; undefined where some are not published. */
function knownIds(tokens: readonly RowToken[]): number[] | undefined {
  const ids = tokens.flatMap(({ id }) => id ?? []);
  return ids.length === tokens.length && ids.length > 0 ? ids : undefined;
}

/** What the model is given; without the images where nobody says how they are counted. */
function givenIn({ prompt, portions }: MessageRow): Count {
  const { value } = sumCounts([portions.messages, ...(portions.tools ? [portions.tools] : [])]);
  return prompt ?? { value, grade: 'estimated' };
}

type FrameProps = {
  encoding: EncodingName;
  /** Tint of a text that nobody owns; rows of messages have the tints of their owners. */
  hue?: string;
  note: string;
  asked: Pick<Asked<'text'>, 'isBusy' | 'failure' | 'retry'>;
  count: number | undefined;
  grade?: Parameters<typeof gradeName>[0] | undefined;
  onRemove?: (() => void) | undefined;
  children: ReactNode;
};

function Card({ encoding, hue, note, asked, count, grade = { grade: 'exact' }, onRemove, children }: FrameProps) {
  const words = useLanguage();
  const { t, format } = words;
  return (
    <section
      aria-label={encoding}
      data-hue={hue}
      className="flex min-w-0 transform-gpu flex-col gap-1.5 rounded-xl border border-line bg-surface px-4 py-3"
    >
      <header className="flex items-center gap-2.5">
        <h2 className="font-semibold">{encoding}</h2>
        <p className="min-w-0 flex-1 truncate text-[13px] text-muted">
          {note} · {gradeName(grade, words)}
        </p>
        <output
          aria-label={count === undefined ? undefined : t('tokens.count', { count })}
          className={`text-[20px] font-semibold ${asked.isBusy ? 'text-muted' : ''}`}
        >
          {count === undefined ? '…' : format.decimal.format(count)}
        </output>
        {onRemove && (
          <button
            type="button"
            aria-label={t('tokens.removeEncoding', { encoding })}
            onClick={onRemove}
            className="icon-button -mr-2"
          >
            <X size={14} strokeWidth={1.6} aria-hidden />
          </button>
        )}
      </header>
      {asked.failure !== undefined && (
        <p className="text-[13px] text-danger">
          {t('tokens.failed', { reason: asked.failure })}
          {format.gap}
          <button type="button" onClick={asked.retry} className="text-accent hover:underline">
            {t('app.retry')}
          </button>
        </p>
      )}
      {children}
    </section>
  );
}

type TokensProps = {
  encoding: EncodingName;
  form: RowForm;
  tokens: RowToken[];
  from: number;
  hasOwners?: boolean;
  children?: ((position: number) => ReactNode) | undefined;
};

/** Ids shown below the tokens; all can be copied. */
const SHOWN_IDS = 1000;

/** Not drawn anew while only the count changes. */
const Tokens = memo(function Tokens({ encoding, form, tokens, from, hasOwners = false, children }: TokensProps) {
  const { t } = useLanguage();
  const ids = useMemo(() => tokens.slice(0, SHOWN_IDS).map((token) => token.id ?? '·'), [tokens]);
  return (
    <>
      <TokenText label={t('tokens.rowOf', { encoding })} {...{ form, tokens, from, hasOwners }} below={children} />
      {tokens.length > 0 && (
        <section
          aria-label={t('tokens.idsOf', { encoding })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
          tabIndex={0}
          className="max-h-32 overflow-y-auto font-mono text-[12px] leading-[22px] text-muted"
        >
          {ids.join('  ').replaceAll('  ', '\u2002 ')}
          {tokens.length > SHOWN_IDS && ' …'}
        </section>
      )}
    </>
  );
});

/** A button that is disabled at the last page would lose the focus there. */
function Pager({ page, count, onPage }: { page: number; count: number; onPage: (page: number) => void }) {
  const { t } = useLanguage();
  const to = Math.min((page + 1) * PAGE, count);
  return (
    <p className="flex items-center gap-1 text-[12.5px] text-muted">
      <button
        type="button"
        aria-label={t('tokens.previous')}
        aria-disabled={page === 0}
        onClick={() => page > 0 && onPage(page - 1)}
        className="icon-button aria-disabled:opacity-40"
      >
        <ChevronLeft size={14} strokeWidth={1.6} aria-hidden />
      </button>
      {t('tokens.range', { from: page * PAGE + 1, to, count })}
      <button
        type="button"
        aria-label={t('tokens.next')}
        aria-disabled={to === count}
        onClick={() => to < count && onPage(page + 1)}
        className="icon-button aria-disabled:opacity-40"
      >
        <ChevronRight size={14} strokeWidth={1.6} aria-hidden />
      </button>
    </p>
  );
}
