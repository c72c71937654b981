/** How the tokens of a piece came about: its bytes, and one join after another. */
import { useMemo } from 'react';
import type { EncodingName } from '#domain/tokens/encodings';
import { useLanguage } from '../i18n/language.tsx';
import { glyphsOf } from '../inside/glyph.ts';
import type { Ask, PieceStory } from './ask.ts';
import { useAsked } from './use-asked.ts';

type Props = { encoding: EncodingName; text: string; position: number };

export function MergeStory({ encoding, text, position }: Props) {
  const { t } = useLanguage();
  const ask = useMemo((): Ask<'merge'> => ({ name: 'merge', encoding, text, position }), [encoding, text, position]);
  const { answer, failure } = useAsked('merge', ask);
  if (failure !== undefined) return <p className="mt-2 text-[12.5px] text-danger">{t('tokens.failed', { reason: failure })}</p>;
  if (!answer) return null;
  const piece = glyphsOf(answer.piece, true);
  return (
    <section aria-label={t('tokens.mergeTitle', { piece: short(piece) })} className="mt-2 text-[12.5px] text-second">
      <h3 className="font-semibold text-ink">{t('tokens.mergeTitle', { piece: short(piece) })}</h3>
      <p className="text-muted">{answer.isWhole ? t('tokens.mergeWhole') : t('tokens.mergeStart')}</p>
      <Steps story={answer} />
      {answer.start.join('').length < answer.piece.length && <p className="text-muted">{t('tokens.mergeCut')}</p>}
    </section>
  );
}

/** Each line is the piece after one more join. */
export function Steps({ story }: { story: PieceStory }) {
  const { t } = useLanguage();
  if (story.steps.length === 0) return <p className="text-muted">{t('tokens.mergeNone')}</p>;
  const lines = [{ parts: story.start, at: -1, rank: undefined }, ...story.steps];
  return (
    <>
      <ol className="my-1 flex max-h-64 flex-col overflow-y-auto">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are told once, in order
          <li key={index} className="flex items-baseline gap-2">
            <span className="token-text flex flex-wrap gap-px">
              {line.parts.map((part, at) => (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
                  key={at}
                  data-step={at % 2}
                  data-opens
                  data-closes
                  className={`token ${at === line.at ? 'tint-model font-semibold' : 'tint-template'}`}
                >
                  {glyphsOf(part, true)}
                </span>
              ))}
            </span>
            {line.rank !== undefined && (
              <span className="text-[11.5px] whitespace-nowrap text-muted">{t('tokens.mergeRank', { rank: line.rank })}</span>
            )}
          </li>
        ))}
      </ol>
      <p className="text-muted">{t('tokens.mergeStep')}</p>
    </>
  );
}

function short(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
