/** The settings of the next turn in one small sheet: the system message and the sampler. Empty is the model's own. */
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { textOf } from '#domain/conversation/part';
import { systemOf } from '#domain/conversation/thread';
import type { TurnSettings } from '#domain/conversation/turn-event';
import type { Key } from '../i18n/language.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { PopoverButton } from '../shell/popover-button.tsx';
import { useChat } from './chat-context.ts';
import { changeDraft, useDraftPart } from './draft.ts';
import { resolve } from './model-choice.ts';

type NumberName = 'temperature' | 'topP' | 'topK' | 'minP' | 'repeatPenalty' | 'seed' | 'maxTokens';
type Rule = {
  name: NumberName;
  low: number;
  high: number;
  step: number /** What leaves everything as it is. */;
  neutral?: number;
};

/** The ranges of the wire's own check. */
const RULES: Rule[] = [
  { name: 'temperature', low: 0, high: 2, step: 0.1 },
  { name: 'topP', low: 0.01, high: 1, step: 0.01, neutral: 1 },
  { name: 'topK', low: 0, high: 100_000, step: 1, neutral: 0 },
  { name: 'minP', low: 0, high: 1, step: 0.01, neutral: 0 },
  { name: 'repeatPenalty', low: 0.5, high: 2, step: 0.05, neutral: 1 },
  { name: 'seed', low: 0, high: 0xffff_ffff, step: 1 },
  { name: 'maxTokens', low: 1, high: 1_000_000, step: 1 },
];

export function TurnSettingsButton({ id }: { id: string }) {
  const { t } = useLanguage();
  const settings = useDraftPart(id, (draft) => draft.settings);
  const system = useDraftPart(id, (draft) => draft.system);
  const isChanged = Object.keys(settings).length > 0 || system !== undefined;
  return (
    <PopoverButton
      label={t('composer.settings')}
      face={
        <span className="relative">
          <SlidersHorizontal size={16} strokeWidth={1.6} aria-hidden />
          {isChanged && <span className="absolute -top-1 -right-1.5 size-1.5 rounded-full bg-accent" />}
        </span>
      }
      className="icon-button"
      popoverClassName="w-[22rem] p-4"
    >
      {() => <TurnSettingsSheet id={id} />}
    </PopoverButton>
  );
}

/** What the button opens. */
export function TurnSettingsSheet({ id }: { id: string }) {
  const { t } = useLanguage();
  const { view, models, model } = useChat();
  const settings = useDraftPart(id, (draft) => draft.settings);
  const system = useDraftPart(id, (draft) => draft.system);
  const defaults = resolve(models.models, model)?.defaults ?? {};
  const inForce = systemOf(view.path);
  /** A field keeps what is being typed into it, wrong or half, until it is reset. */
  const [resets, setResets] = useState(0);
  const set = (change: { [Name in keyof TurnSettings]?: TurnSettings[Name] | undefined }) =>
    changeDraft(id, {
      settings: Object.fromEntries(Object.entries({ ...settings, ...change }).filter(([, value]) => value !== undefined)),
    });
  return (
    <div className="text-[13.5px]">
      <label className="block pb-3">
        <span className="block pb-1 font-medium">{t('turn.system')}</span>
        <textarea
          rows={3}
          className="field field-sizing-content max-h-40 min-h-9 resize-none"
          value={system ?? (inForce ? textOf(inForce.parts) : '')}
          onChange={(event) => changeDraft(id, { system: event.target.value })}
        />
        <span className="block text-[12.5px] text-muted">{t('turn.systemHint')}</span>
      </label>
      <div className="grid grid-cols-2 gap-x-4 gap-y-2">
        {RULES.map((rule) => (
          <NumberField
            key={`${rule.name} ${resets}`}
            rule={rule}
            value={settings[rule.name]}
            usual={defaults[rule.name] ?? rule.neutral}
            onChange={(value) => set({ [rule.name]: value })}
          />
        ))}
        <label>
          <span className="block text-muted">{t('turn.stop')}</span>
          <textarea
            rows={1}
            className="field field-sizing-content max-h-24 resize-none"
            placeholder={t('turn.stopHint')}
            value={settings.stop?.join('\n') ?? ''}
            onChange={({ target: { value } }) => set({ stop: value === '' ? undefined : value.split('\n').slice(0, 16) })}
          />
        </label>
      </div>
      <button
        type="button"
        className="button mt-4 text-[13px]"
        onClick={() => {
          changeDraft(id, { settings: {}, system: undefined });
          setResets(resets + 1);
        }}
      >
        {t('turn.reset')}
      </button>
    </div>
  );
}

type FieldProps = {
  rule: Rule;
  value: number | undefined;
  usual: number | undefined;
  onChange: (value: number | undefined) => void;
};

function NumberField({ rule: { name, low, high, step }, value, usual, onChange }: FieldProps) {
  const { t } = useLanguage();
  const [isWrong, setWrong] = useState(false);
  const none: Partial<Record<NumberName, Key & ('turn.random' | 'turn.noLimit')>> = {
    seed: 'turn.random',
    maxTokens: 'turn.noLimit',
  };
  const absent = none[name];
  return (
    <label>
      <span className="block text-muted">{t(`turn.${name}`)}</span>
      <input
        type="number"
        className="field"
        min={low}
        max={high}
        step={step}
        aria-invalid={isWrong}
        placeholder={usual !== undefined ? String(usual) : absent ? t(absent) : ''}
        defaultValue={value}
        onChange={({ target }) => {
          const number = target.valueAsNumber;
          const isEmpty = target.value === '' && !target.validity.badInput;
          const isGood = number >= low && number <= high && (step < 1 || Number.isInteger(number));
          setWrong(!isEmpty && !isGood);
          if (isGood) onChange(number);
          else if (isEmpty && value !== undefined) onChange(undefined);
        }}
      />
      {isWrong && <span className="block text-[12px] text-danger">{t('turn.outOfRange', { low, high })}</span>}
    </label>
  );
}
