/** Images of the chat by their size in pixels, typed or read from a file, with their detail where a model that is shown knows it. */
import { FolderOpen, X } from 'lucide-react';
import { useId } from 'react';
import { imageRuleOf } from '#domain/catalogue/families';
import { IMAGE_DETAILS, type ImageSize, knowsDetail } from '#domain/money/image-count';
import { useLanguage } from '../i18n/language.tsx';
import { ENCODING_MODELS } from './encoding-name.ts';
import { type Choice, LONGEST_SIDE } from './share-link.ts';

type Props = { choice: Choice; onChange: (images: ImageSize[]) => void; onFiles: (files: File[]) => void };

export function ImageList({ choice, onChange, onFiles }: Props) {
  const { t } = useLanguage();
  const { images, encodings, model } = choice;
  const hasDetail = [model, ...encodings.map((encoding) => ENCODING_MODELS[encoding].row)].some((name) => {
    const rule = imageRuleOf(name);
    return rule !== undefined && knowsDetail(rule);
  });
  const change = (index: number, part: Partial<ImageSize>) =>
    onChange(images.map((image, at) => (at === index ? { ...image, ...part } : image)));
  return (
    <section
      aria-label={t('tokens.images')}
      className="rounded-xl border border-line bg-surface px-3 py-2 text-[13px] text-muted"
    >
      <ul className="flex flex-col gap-1">
        {images.map((image, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an image has no name of its own, its place is all it has
          <li key={index} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="min-w-16">{t('tokens.image', { at: index + 1 })}</span>
            <Side
              label={t('tokens.imageWidth', { at: index + 1 })}
              value={image.width}
              onChange={(width) => change(index, { width })}
            />
            <span aria-hidden>×</span>
            <Side
              label={t('tokens.imageHeight', { at: index + 1 })}
              value={image.height}
              onChange={(height) => change(index, { height })}
            />
            <span>{t('tokens.pixels')}</span>
            {hasDetail && (
              <select
                aria-label={t('tokens.imageDetail', { at: index + 1 })}
                value={image.detail}
                onChange={(event) =>
                  change(index, { detail: IMAGE_DETAILS.find((detail) => detail === event.target.value) ?? 'auto' })
                }
                className="rounded-lg bg-rail px-2 py-1 text-second"
              >
                {IMAGE_DETAILS.map((detail) => (
                  <option key={detail} value={detail}>
                    {t(`tokens.detail.${detail}`)}
                  </option>
                ))}
              </select>
            )}
            <span className="flex-1" />
            <button
              type="button"
              aria-label={t('tokens.removeImage', { at: index + 1 })}
              onClick={() => onChange(images.filter((_, at) => at !== index))}
              className="icon-button"
            >
              <X size={14} strokeWidth={1.6} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <FileButton onFiles={onFiles} />
    </section>
  );
}

/** A length in pixels; nothing while none is filled in. */
function Side({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <input
      aria-label={label}
      type="number"
      min={1}
      max={LONGEST_SIDE}
      value={value === 0 ? '' : value}
      onChange={(event) => onChange(Math.min(LONGEST_SIDE, Math.max(0, Math.floor(event.target.valueAsNumber || 0))))}
      className="field w-20 text-ink"
    />
  );
}

function FileButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2">
      <input
        id={id}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp,image/bmp"
        multiple
        className="peer sr-only"
        onChange={(event) => {
          onFiles(Array.from(event.target.files ?? []));
          event.target.value = '';
        }}
      />
      <label
        htmlFor={id}
        className="flex cursor-pointer items-center gap-1.5 rounded-lg py-1 text-accent peer-focus-visible:outline-2 peer-focus-visible:outline-accent hover:underline"
      >
        <FolderOpen size={14} strokeWidth={1.6} aria-hidden />
        {t('tokens.imageFile')}
      </label>
      <span className="text-[12px]">{t('tokens.imageFileWhy')}</span>
    </p>
  );
}
