/** The ledger of the window: what each message weighs and costs, and what left the window and why. */
import { useMemo } from 'react';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import { usdOf } from '#domain/money/cost';
import type { Price } from '#domain/money/price';
import type { RowToken } from '#domain/tokens/token';
import { useLanguage } from '../i18n/language.tsx';
import { type LedgerLine, ledgerOf } from './message-ledger.ts';
import { ownerName } from './owner-name.ts';
import { keptOf, picoUsdOf, restOf } from './row-money.ts';

type Props = {
  tokens: readonly RowToken[];
  promptCount: number;
  turn: Turn | undefined;
  messages: readonly Message[];
  /** Of the model that answered or is asked; absent where none is known. */
  price?: Price | undefined;
  isLocal: boolean;
  /** Shows a token of the row. */
  onShow: (position: number) => void;
};

export function LedgerTab({ tokens, promptCount, turn, messages, price, isLocal, onShow }: Props) {
  const { t, format } = useLanguage();
  // The list of tokens grows in place while an answer streams: its length tells.
  const count = tokens.length;
  const kept = keptOf(turn, promptCount);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const lines = useMemo(() => ledgerOf(tokens, { kept, promptCount }), [tokens, count, kept, promptCount]);
  const sums = price && lines.map((line) => costOfLine(line, price, promptCount));
  const whole = sums?.every((sum) => sum !== undefined) ? sums.reduce((all, sum) => all + sum, 0n) : undefined;
  const rest = whole === undefined ? undefined : restOf(turn, whole);
  const number = (value: number) => (value === 0 ? '' : format.decimal.format(value));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section aria-label={t('inside.ledger')} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-[18px] py-3 text-[12.5px]">
      <table className="w-full border-collapse tabular-nums">
        <thead className="text-left text-muted">
          <tr className="border-b border-line">
            <th className="py-1.5 font-normal">{t('inside.ledgerMessage')}</th>
            <th className="py-1.5 pl-2 text-right font-normal whitespace-nowrap">{t('inside.ledgerWords')}</th>
            <th className="py-1.5 pl-2 text-right font-normal whitespace-nowrap">{t('inside.ledgerEnvelope')}</th>
            <th className="py-1.5 pl-2 text-right font-normal whitespace-nowrap">{t('inside.ledgerShare')}</th>
            {sums && <th className="py-1.5 pl-3 text-right font-normal whitespace-nowrap">{t('inside.ledgerMoney')}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={line.first} className="border-b border-hairline align-top">
              <td className="max-w-0 w-full py-1.5">
                <MessageCell line={line} onShow={onShow} />
              </td>
              <td className="py-1.5 pl-2 text-right">{number(line.words)}</td>
              <td className="py-1.5 pl-2 text-right text-muted">{number(line.envelope)}</td>
              <td className="py-1.5 pl-2 text-right whitespace-nowrap text-muted">
                {format.share((line.words + line.envelope) / Math.max(1, count))}
              </td>
              {sums && <MoneyCell pico={sums[index]} />}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="py-1.5 text-left font-semibold">
              {t('inside.ledgerTotal')}
            </th>
            <td className="py-1.5 pl-2 text-right font-semibold">{number(lines.reduce((sum, line) => sum + line.words, 0))}</td>
            <td className="py-1.5 pl-2 text-right font-semibold">
              {number(lines.reduce((sum, line) => sum + line.envelope, 0))}
            </td>
            <td className="py-1.5 pl-2 text-right font-semibold">{number(count)}</td>
            {sums && <MoneyCell pico={whole} isStrong />}
          </tr>
          {rest !== undefined && (
            <tr title={t('inside.ledgerRestWhy')}>
              <th scope="row" colSpan={4} className="text-left font-normal text-muted">
                {t('inside.ledgerRest')}
              </th>
              <MoneyCell pico={rest} />
            </tr>
          )}
          {isLocal && (
            <tr>
              <th scope="row" className="text-left font-normal text-muted">
                {t('inside.ledgerMoney')}
              </th>
              <td colSpan={3} className="text-right text-muted">
                {t('inside.free')}
              </td>
            </tr>
          )}
        </tfoot>
      </table>
      {price && <p className="mt-1 text-muted">{t('inside.ledgerPrice', { source: price.source, seen: price.seen })}</p>}
      {turn && <LeftWindow turn={turn} messages={messages} />}
    </section>
  );
}

function costOfLine({ words, envelope, kept, written }: LedgerLine, price: Price, promptCount: number): bigint | undefined {
  return picoUsdOf({ kept, read: words + envelope - kept - written, written }, price, promptCount);
}

function MoneyCell({ pico, isStrong = false }: { pico: bigint | undefined; isStrong?: boolean }) {
  const { t } = useLanguage();
  return (
    <td className={`py-1.5 pl-3 text-right whitespace-nowrap ${isStrong ? 'font-semibold' : ''}`}>
      {pico === undefined ? t('inside.costUnknown') : `$${usdOf(pico)}`}
    </td>
  );
}

function MessageCell({ line, onShow }: { line: LedgerLine; onShow: (position: number) => void }) {
  const words = useLanguage();
  const { t } = words;
  const text = line.excerpt.trim() || t('inside.ledgerTemplate');
  return (
    <button
      type="button"
      title={t('inside.ledgerShow', { text })}
      onClick={() => onShow(line.first)}
      className="flex w-full items-baseline gap-2 text-left hover:underline"
    >
      <span aria-hidden className={`swatch shrink-0 tint-${line.owner}`} />
      <span className="shrink-0 text-muted">{ownerName(line.owner, words)}</span>
      <span className="truncate">{text}</span>
    </button>
  );
}

function LeftWindow({ turn, messages }: { turn: Turn; messages: readonly Message[] }) {
  const { t } = useLanguage();
  const { left, reserve } = turn.window;
  return (
    <div className="mt-5 text-second">
      <h3 className="font-semibold text-ink">
        {left.length === 0 ? t('inside.leftNone') : t('inside.leftTitle', { count: left.length })}
      </h3>
      <ul>
        {left.map((one) => {
          const message = messages.find((other) => other.id === one.message);
          return (
            <li key={one.message} className="border-b border-hairline py-1.5">
              <p className="truncate">{message ? textOf(message.parts) : one.message}</p>
              <p className="text-muted">
                {t('inside.leftTokens', { count: one.tokens })} · {one.reason === 'window' ? t('inside.leftWindow') : one.reason}
              </p>
            </li>
          );
        })}
      </ul>
      <p className="mt-1 text-muted">{t('inside.reserve', { count: reserve })}</p>
    </div>
  );
}
