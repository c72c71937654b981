/** What the engine was told: for a local model ids and settings, as the model's process got them. */
import { useMemo } from 'react';
import type { Turn } from '#domain/conversation/turn';
import type { RowToken } from '#domain/tokens/token';
import type { WireFacts } from '#wire/model';
import { useLanguage } from '../i18n/language.tsx';
import { CopyButton } from './copy-button.tsx';
import { LongText } from './long-text.tsx';
import { requestOf } from './request-body.ts';
import { Heading } from './text-tab.tsx';

type Props = {
  turn: Turn | undefined;
  tokens: readonly RowToken[];
  promptCount: number;
  /** Who makes the ids of texts for the model's file; undefined until it was loaded. */
  encoder: WireFacts['encoder'];
};

export function RequestTab({ turn, tokens, promptCount, encoder }: Props) {
  const { t } = useLanguage();
  const body = useMemo(() => turn && requestOf(turn, tokens.slice(0, promptCount)), [turn, tokens, promptCount]);
  if (!body) return <p className="px-[18px] py-4 text-muted">{t('inside.noRequest')}</p>;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-[18px] py-3">
      <p className="mb-1 text-[13px] text-second">{t('inside.localRequest')}</p>
      {encoder && (
        <p className="mb-1 text-[13px] text-second">{t(encoder === 'own' ? 'inside.encoderOwn' : 'inside.encoderLibrary')}</p>
      )}
      <Heading text={t('inside.requestBody')} button={<CopyButton label={t('inside.copyText')} text={() => body} />} />
      <LongText text={body} label={t('inside.requestBody')} />
    </div>
  );
}
