/** Settings: language, theme, model of new chats, shortcuts, and the model files. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { reasonOf } from '../api/client.ts';
import { modelsQuery } from '../api/queries.ts';
import { choosable, isHere, nameOf, resolve } from '../chat/model-choice.ts';
import { firstLanguage, useLanguage } from '../i18n/language.tsx';
import { DrawerButton } from '../shell/drawer.tsx';
import { type Preferences, setPreferences, usePreferences } from '../shell/preferences.ts';
import { showToast } from '../shell/toast.tsx';
import { WeightsSection } from './weights-section.tsx';

export default function SettingsPage() {
  const { t } = useLanguage();
  const { language = firstLanguage(), theme = 'system', singleKeys = true } = usePreferences();
  const set = (change: Preferences) =>
    setPreferences(change).catch((error) => showToast({ text: t('settings.notSaved', { reason: reasonOf(error) }) }));
  return (
    <main className="min-w-0 flex-1 overflow-y-auto bg-paper">
      <div className="mx-auto w-full max-w-[760px] px-4 pt-6 pb-16 sm:px-8">
        <div className="flex items-center gap-3">
          <DrawerButton />
          <h1 className="text-[22px] font-semibold">{t('settings.title')}</h1>
        </div>
        <Choice
          name={t('settings.language')}
          value={language}
          options={[
            ['en', 'English'],
            ['zh', '简体中文'],
          ]}
          onChoose={(value) => set({ language: value })}
        />
        <Choice
          name={t('settings.theme')}
          value={theme}
          options={[
            ['system', t('settings.system')],
            ['light', t('settings.light')],
            ['dark', t('settings.dark')],
          ]}
          onChoose={(value) => set({ theme: value })}
        />
        <ModelChoice onChoose={(model) => set({ model })} />
        <Choice
          name={t('settings.singleKeys')}
          why={t('settings.singleKeysWhy')}
          value={singleKeys ? 'on' : 'off'}
          options={[
            ['on', t('settings.on')],
            ['off', t('settings.off')],
          ]}
          onChoose={(value) => set({ singleKeys: value === 'on' })}
        />
        <WeightsSection />
      </div>
    </main>
  );
}

type ChoiceProps<Value extends string> = {
  name: string;
  why?: string;
  value: Value;
  options: [Value, string][];
  onChoose: (value: Value) => void;
};

function Choice<Value extends string>({ name, why, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <Setting name={name} why={why}>
      <fieldset className="flex rounded-lg border border-line bg-surface p-0.5">
        <legend className="sr-only">{name}</legend>
        {options.map(([option, words]) => (
          <label
            key={option}
            lang={option === 'zh' ? 'zh-CN' : undefined}
            className="cursor-pointer rounded-md px-3 py-0.5 text-second has-checked:bg-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name={name} className="sr-only" checked={value === option} onChange={() => onChoose(option)} />
            {words}
          </label>
        ))}
      </fieldset>
    </Setting>
  );
}

function ModelChoice({ onChoose }: { onChoose: (model: string) => void }) {
  const { t } = useLanguage();
  const { data } = useQuery(modelsQuery);
  const { model = data?.default ?? '' } = usePreferences();
  const here = choosable(data?.models ?? []).filter(isHere);
  return (
    <Setting name={t('settings.model')}>
      <select
        aria-label={t('settings.model')}
        className="button max-w-full"
        value={model}
        onChange={(event) => onChoose(event.target.value)}
      >
        {data && (
          <option value={data.default}>
            {t('settings.defaultModel', {
              model: resolve(data.models, data.default)?.model ?? data.default,
            })}
          </option>
        )}
        {here.map((row) => (
          <option key={nameOf(row)} value={nameOf(row)}>
            {row.model}
          </option>
        ))}
      </select>
    </Setting>
  );
}

function Setting({ name, why, children }: { name: string; why?: string | undefined; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-hairline py-4">
      <div className="min-w-0">
        <div className="font-medium">{name}</div>
        {why !== undefined && <p className="text-[13px] text-muted">{why}</p>}
      </div>
      {children}
    </div>
  );
}
