/** What the page shows while it is empty: one question and its answer, from text to money, computed here. */
import { type ReactNode, useMemo } from 'react';
import { priceOf } from '#domain/catalogue/model';
import { costOf, usdOf } from '#domain/money/cost';
import { useLanguage } from '../i18n/language.tsx';
import type { Ask, MessageRow } from './ask.ts';
import { TokenText } from './token-text.tsx';
import { useAsked } from './use-asked.ts';

export const QUESTION = "Write a haiku about what it's like to be a Large Language Model.";
export const ANSWER = 'Words flow like a stream,\nEndless echoes, never mine—\nGhost of thought unseen.';
const BROKEN = ANSWER.replaceAll('\n', '  \n');

/** The prices of the day of the example, as its figures are told everywhere. */
const USD = { input: '2.5', output: '10' };
const PRICE = priceOf({ vendor: 'openai', model: 'gpt-4o', usd: USD, source: 'genai-prices' });

function rowAsk(answer: string): Ask<'row'> {
  const messages = [
    { role: 'user', text: QUESTION },
    { role: 'assistant', text: answer },
  ] as const;
  return { name: 'row', model: 'openai/gpt-4o', messages: [...messages], atMs: 0 };
}

export function WorkedExample({ onTry }: { onTry: (text: string) => void }) {
  const { t, rich } = useLanguage();
  const asks = useMemo(() => {
    const text: Ask<'text'> = { name: 'text', encoding: 'o200k', text: QUESTION, readsSpecials: false, from: 0, to: 100 };
    const older: Ask<'count'> = { name: 'count', encoding: 'cl100k', text: QUESTION };
    return { text, older, plain: rowAsk(ANSWER), broken: rowAsk(BROKEN) };
  }, []);
  const text = useAsked('example/text', asks.text).answer;
  const older = useAsked('example/older', asks.older).answer;
  const plain = useAsked('example/plain', asks.plain).answer;
  const broken = useAsked('example/broken', asks.broken).answer;
  return (
    <section aria-label={t('tokens.example')} className="rounded-xl border border-line bg-surface px-5 py-4 text-second">
      <header className="flex items-baseline gap-3">
        <h2 className="font-semibold text-ink">{t('tokens.example')}</h2>
        <button type="button" onClick={() => onTry(QUESTION)} className="text-[13.5px] text-accent hover:underline">
          {t('tokens.exampleTry')}
        </button>
      </header>
      <p className="text-[14px] text-muted">{t('tokens.exampleWhy')}</p>
      <ol className="mt-3 flex flex-col gap-4 text-[14px]">
        {text && older && (
          <Step text={rich('tokens.examplePrompt', { o200k: <b>{text.count}</b>, cl100k: <b>{older.count}</b> })}>
            <TokenText
              label={t('tokens.rowOf', { encoding: 'o200k' })}
              form="text"
              tokens={text.tokens}
              from={0}
              hasOwners={false}
            />
          </Step>
        )}
        {broken && <Step text={rich('tokens.exampleRow', { prompt: <b>{broken.prompt?.value}</b> })} />}
        {plain && broken && (
          <Step text={rich('tokens.exampleAnswer', { plain: <b>{plain.answerTokens}</b>, broken: <b>{broken.answerTokens}</b> })}>
            <div className="border-l-2 border-hairline pl-3">
              <TokenText
                label={t('tokens.rowOf', { encoding: 'gpt-4o' })}
                form="text"
                tokens={broken.tokens}
                from={0}
                hasOwners
              />
            </div>
          </Step>
        )}
        {broken && <Money row={broken} />}
      </ol>
    </section>
  );
}

function Money({ row }: { row: MessageRow }) {
  const { rich } = useLanguage();
  const given = row.prompt?.value ?? 0;
  const written = row.answer?.value ?? 0;
  const cost = PRICE && costOf({ inputUncached: given, outputText: written }, PRICE);
  const usd = cost?.kind === 'computed' ? usdOf(cost.picoUsd) : '';
  return (
    <>
      <Step text={rich('tokens.exampleWhole', { row: <b>{row.tokens.length}</b>, metered: <b>{given + written}</b> })} />
      <Step text={rich('tokens.exampleCost', { input: '2.50', output: '10.00', usd: <b>{usd}</b> })} />
    </>
  );
}

function Step({ text, children }: { text: ReactNode; children?: ReactNode }) {
  return (
    <li>
      <p className="mb-1 [&_b]:font-semibold [&_b]:text-ink">{text}</p>
      {children}
    </li>
  );
}
