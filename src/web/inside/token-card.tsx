/** The card of one token: what it is, how likely it was, and what else could have stood there, each to continue from. */
import { useLanguage } from '../i18n/language.tsx';
import { ownerName } from './owner-name.ts';
import { bitsText, probabilityOf, shareOf } from './probability-text.ts';
import type { Choice, TokenFacts } from './token-facts.ts';

type Props = {
  facts: TokenFacts;
  /** Tokens of the row. */
  count: number;
  /** Probabilities are upper bounds. */
  isAtMost: boolean;
  /** False under a pointer that only rests there: the card shows and cannot be pressed. */
  isPinned: boolean;
  /** Text of people that spells a special token. */
  lookAlike?: { text: string; tokens: number } | undefined;
  /** Absent where no branch can begin. */
  onContinue?: ((token: number) => void) | undefined;
};

export function TokenCard({ facts, count, isAtMost, isPinned, lookAlike, onContinue }: Props) {
  const words = useLanguage();
  const { t } = words;
  const owners = facts.owners.map((owner) => ownerName(owner, words)).join(' + ');
  const id = facts.id === undefined ? t('inside.idUnpublished') : t('inside.id', { id: String(facts.id) });
  const details = [
    t('inside.place', { at: facts.position + 1, count }),
    id,
    t('inside.bytes', { count: facts.byteCount }),
    ...(owners === '' ? [] : [owners]),
    ...(facts.isSpecial ? [t('inside.special')] : []),
  ];
  return (
    <section
      aria-label={t('inside.token', { at: facts.position + 1, count })}
      className="rounded-xl border border-line bg-surface px-3.5 py-2.5 text-[12.5px] shadow-float"
    >
      <p className="flex flex-wrap items-baseline gap-x-2.5 text-muted">
        <strong
          className={facts.isSpecial ? 'token token-pill' : 'font-mono text-[13.5px] font-semibold whitespace-pre text-ink'}
        >
          {facts.glyphs}
        </strong>
        <span>{details.join(' · ')}</span>
      </p>
      <p className="flex flex-wrap gap-x-2.5 text-muted">
        <span className="font-mono text-[11.5px]">{facts.bytes}</span>
        {facts.logprob !== undefined && (
          <span title={isAtMost ? t('inside.upperBound') : undefined}>{probabilityOf(facts.logprob, isAtMost, words)}</span>
        )}
        {facts.logprob !== undefined && <span>{bitsText(facts.logprob, isAtMost, words)}</span>}
        {facts.shared && (
          <span>
            {t('inside.shared', { part: facts.shared.part, parts: facts.shared.parts, character: facts.shared.glyphs })}
          </span>
        )}
      </p>
      {lookAlike && (
        <p className="mt-1 text-second">{t('inside.lookAlike', { text: lookAlike.text, count: lookAlike.tokens })}</p>
      )}
      {facts.choices.length > 0 && (
        <ul aria-label={t('inside.others')} className="mt-1.5">
          {facts.choices.map((choice) => (
            <ChoiceLine
              key={choice.id}
              choice={choice}
              best={facts.choices[0]?.logprob ?? 0}
              isAtMost={isAtMost}
              onContinue={isPinned ? onContinue : undefined}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

type LineProps = { choice: Choice; best: number; isAtMost: boolean; onContinue: ((token: number) => void) | undefined };

function ChoiceLine({ choice, best, isAtMost, onContinue }: LineProps) {
  const words = useLanguage();
  const { t } = words;
  return (
    <li className="grid grid-cols-[minmax(4rem,7rem)_minmax(2rem,1fr)_3.75rem_5.25rem] items-center gap-2 leading-[23px]">
      <span className={choice.isSpecial ? 'justify-self-start' : 'truncate font-mono whitespace-pre'}>
        {choice.isSpecial ? <span className="token token-pill">{choice.glyphs}</span> : choice.glyphs}
      </span>
      <span aria-hidden className="h-[7px] overflow-hidden rounded-full bg-rail">
        <span
          className="block h-full rounded-full bg-model-2"
          style={{ width: `${Math.max(1, 100 * Math.exp(choice.logprob - best))}%` }}
        />
      </span>
      <span className="text-right tabular-nums">{shareOf(choice.logprob, isAtMost, words)}</span>
      <span className="text-right text-accent">
        {choice.isChosen
          ? t('inside.chosen')
          : onContinue && (
              <button
                type="button"
                aria-label={t('inside.continueWith', { token: choice.glyphs })}
                onClick={() => onContinue(choice.id)}
                className="rounded px-1 hover:bg-soft"
              >
                {t('inside.continue')} <span aria-hidden>→</span>
              </button>
            )}
      </span>
    </li>
  );
}
