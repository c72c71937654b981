/** Definitions of tools in JSON, with what is wrong in them in one sentence. */
import { X } from 'lucide-react';
import { useId, useMemo } from 'react';
import type { ToolFault } from '#domain/templates/tool-list';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import { useLanguage, type Words } from '../i18n/language.tsx';
import { readToolText } from './tool-text.ts';

type Props = { text: string; onChange: (text: string) => void; onRemove: () => void };

const EXAMPLE = JSON.stringify([WEATHER_TOOL], null, 2);

export function ToolInput({ text, onChange, onRemove }: Props) {
  const words = useLanguage();
  const { t } = words;
  const id = useId();
  const { tools, fault } = useMemo(() => readToolText(text), [text]);
  return (
    <div className="rounded-xl border border-line bg-surface p-2">
      <div className="flex items-center gap-2 pl-1 text-[13px]">
        <label htmlFor={id} className="text-second">
          {t('tokens.tools')}
        </label>
        <button type="button" onClick={() => onChange(EXAMPLE)} className="text-accent hover:underline">
          {t('tokens.toolsExample')}
        </button>
        <span className="flex-1" />
        <button type="button" aria-label={t('tokens.removeTools')} onClick={onRemove} className="icon-button">
          <X size={14} strokeWidth={1.6} aria-hidden />
        </button>
      </div>
      <textarea
        id={id}
        aria-describedby={`${id}-note`}
        aria-invalid={fault !== undefined}
        value={text}
        placeholder={'[{"name": "look", "description": "…", "parameters": {…}}]'}
        rows={3}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        className="field-sizing-content max-h-60 min-h-16 w-full resize-y bg-transparent px-1 py-1 font-mono text-[13px] leading-relaxed"
      />
      <p id={`${id}-note`} role="status" className={`px-1 text-[12.5px] ${fault ? 'text-danger' : 'text-muted'}`}>
        {fault ? faultText(fault, words) : t('tokens.toolsRead', { count: tools.length })}
      </p>
    </div>
  );
}

export function faultText(fault: ToolFault, { t }: Pick<Words, 't'>): string {
  switch (fault.kind) {
    case 'no-json':
      return t('tokens.toolsNoJson', { line: fault.line, column: fault.column });
    case 'no-list':
      return t('tokens.toolsNoList');
    case 'no-name':
      return t('tokens.toolsNoName', { at: fault.at });
    case 'no-schema':
      return t('tokens.toolsNoSchema', { at: fault.at, name: fault.name });
    case 'half-character':
      return t('tokens.toolsHalf', { at: fault.at });
  }
}
