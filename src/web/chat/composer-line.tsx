/** The live count under the words: tokens, share of the window, cost. */
import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { textOf } from '#domain/conversation/part';
import { systemOf } from '#domain/conversation/thread';
import { forecast, reserveFor } from '#domain/conversation/window';
import { LONG } from '../field/field-props.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useTokenCount } from '../tokens/use-token-count.ts';
import { useChat } from './chat-context.ts';
import { useDraftPart } from './draft.ts';
import { type Envelope, envelopeQuery } from './envelope.ts';
import { isHere, resolve } from './model-choice.ts';
import { figuresOf } from './turn-figures.ts';

/** Bytes that the server takes at once; in no window is room for so many. */
export const LARGEST = 4 * 1024 * 1024;

/** Whether the words can be in the window at all; unknown while a long text is being counted. */
export type Room = 'enough' | 'unknown' | 'none';

export function ComposerLine({ id, onRoom }: { id: string; onRoom?: (room: Room) => void }) {
  const { t, format } = useLanguage();
  const { view, models, model } = useChat();
  const text = useDraftPart(id, (draft) => draft.text);
  const row = resolve(models.models, model);
  const file = row?.facts?.encoder === 'own' ? row.snapshot : undefined;
  const isCountable = row !== undefined && isHere(row);
  const { count, isCounting, failure } = useTokenCount(text, isCountable && text.isWellFormed() ? model : undefined, file);
  const isUnknown = count === undefined && text !== '';
  const tokens = count?.value ?? 0;
  // A turn that is being loaded, or never got further, has no row: the one before it stands.
  const last = view.last?.window.used === 0 ? [...view.turns.values()].findLast((turn) => turn.window.used > 0) : view.last;
  const isRowUnknown = last === undefined && view.last !== undefined; // Unknown is not nothing.
  const before = last ? last.window.used + (figuresOf(last).output ?? 0) : 0;
  const envelope = useEnvelope(id, model, isCountable);
  const reserve = useDraftPart(id, ({ settings }) => reserveFor(settings.maxTokens));
  const window = isUnknown || isRowUnknown || !envelope ? undefined : row?.window;
  const least = (envelope?.first ?? 0) + tokens;
  // The token that ended the answer is in the row, and is the first of what comes before the next question.
  const next = Math.max(0, (envelope?.next ?? 0) - (last?.endToken ? 1 : 0));
  const used = before > 0 ? before + next + tokens : least;
  const fate = window && forecast({ limit: window, reserve, used, least });
  // By what is sure alone: an estimate refuses nothing.
  const isTooLong =
    row?.window !== undefined &&
    count !== undefined &&
    count.grade !== 'estimated' &&
    !isCounting &&
    forecast({ limit: row.window, reserve, used: least, least }) === 'too-long';
  const room: Room =
    text.length > LARGEST ? 'none' : isCounting && text.length > LONG ? 'unknown' : isTooLong ? 'none' : 'enough';
  // In the same drawing: Enter may be the next key.
  useLayoutEffect(() => onRoom?.(room), [onRoom, room]);
  return (
    <p
      aria-busy={isCounting}
      className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 pl-1.5 text-[12.5px] text-muted max-sm:order-first max-sm:basis-full"
    >
      <span className={tokens > 0 ? 'font-semibold text-second' : ''} title={count ? t(`grade.${count.grade}`) : failure}>
        {isUnknown ? t(isCounting ? 'composer.counting' : 'composer.notCounted') : t('composer.tokens', { count: tokens })}
      </span>
      {window !== undefined && <span>· {t('composer.window', { share: format.share(used / window) })}</span>}
      {row?.vendor === 'local' && <span>· {t('composer.free')}</span>}
      {(room === 'none' || (fate && fate !== 'fits')) && (
        <span className="text-danger">{t(fate === 'leaves' ? 'composer.tooLong' : 'composer.too-long')}</span>
      )}
    </p>
  );
}

const NOTHING: Envelope = { first: 0, next: 0 };

/** What stands around the words; nothing where there are none or no template, undefined while it is not known. */
function useEnvelope(id: string, model: string, isCountable: boolean): Envelope | undefined {
  const hasTemplate = useDraftPart(id, ({ mode, text }) => mode !== 'document' && text !== '');
  const { view } = useChat();
  const inForce = systemOf(view.path);
  const written = useDraftPart(id, (draft) => draft.system);
  const system = written ?? (inForce ? textOf(inForce.parts) : undefined);
  const { data } = useQuery(envelopeQuery(model, system, isCountable && hasTemplate));
  return hasTemplate ? (data ?? undefined) : NOTHING;
}
