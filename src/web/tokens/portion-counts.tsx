/** What tools and images add to a prompt, each with how surely that is known and by whose rule. */
import type { PromptPortions } from '#domain/catalogue/prompt-count';
import type { ImageSize } from '#domain/money/image-count';
import type { Count } from '#domain/money/usage';
import { sourceOfCount } from '../i18n/count-source.ts';
import { useLanguage } from '../i18n/language.tsx';
import { gradeName } from '../inside/owner-name.ts';

type Props = { portions: Omit<PromptPortions, 'prompt'>; images: readonly ImageSize[]; model: string };

export function PortionCounts({ portions, images, model }: Props) {
  const { t } = useLanguage();
  if (!portions.tools && images.length === 0) return null;
  return (
    <ul className="text-[12.5px] text-second">
      {portions.tools && <Line name={t('tokens.portion.tools')} count={portions.tools} />}
      {portions.images?.map((count, index) => {
        const { width, height } = images[index] ?? { width: 0, height: 0 };
        // biome-ignore lint/suspicious/noArrayIndexKey: an image is its place
        return <Line key={index} name={t('tokens.imageSize', { width, height })} count={count} />;
      })}
      {!portions.images && <li className="text-muted">{t('tokens.imagesUnknown', { model })}</li>}
    </ul>
  );
}

function Line({ name, count }: { name: string; count: Count }) {
  const words = useLanguage();
  const { t, language } = words;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span>{name}</span>
      <strong className="font-semibold tabular-nums">{t('tokens.count', { count: count.value })}</strong>
      <span className="pill">{gradeName(count, words)}</span>
      {count.from !== undefined && <span className="text-[12px] text-muted">{sourceOfCount(language, count.from)}</span>}
    </li>
  );
}
