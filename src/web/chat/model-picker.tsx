/** The model of the next turn, and the menu that changes it: those on this machine, then those that can be had. */
import { ChevronDown } from 'lucide-react';
import type { WireModel } from '#wire/model';
import { useLanguage } from '../i18n/language.tsx';
import { weightsReasonIn } from '../i18n/server-words.ts';
import { PopoverButton } from '../shell/popover-button.tsx';
import { Fetching } from '../weights/fetching.tsx';
import { GetModelButton } from '../weights/get-button.tsx';
import { sizeIn } from '../weights/size.ts';
import { unreadModels, useChat } from './chat-context.ts';
import { changeDraft, NEW } from './draft.ts';
import { choosable, isHere, nameOf, resolve } from './model-choice.ts';

export function ModelPicker() {
  const { t } = useLanguage();
  const { view, models, model } = useChat();
  const row = resolve(models.models, model);
  const all = choosable(models.models);
  const face = (
    <>
      <span className="font-semibold max-sm:hidden">{t('model.local')}</span>
      <span className="min-w-0 truncate font-mono text-[12.5px] text-second">
        {row?.model ?? t(models === unreadModels ? 'app.loading' : 'model.none')}
      </span>
      <ChevronDown size={14} strokeWidth={1.6} aria-hidden />
    </>
  );
  return (
    <PopoverButton
      label={t('model.choose')}
      face={face}
      isNamedByFace
      align="end"
      className="button min-w-0 shrink py-1.5 text-[14px]"
      popoverClassName="w-[26rem] p-2"
    >
      {(close) => (
        <ModelList
          here={all.filter(isHere)}
          others={all.filter((other) => !isHere(other))}
          chosen={row}
          isDefault={(other) => resolve(models.models, models.default) === other}
          onChoose={(other) => {
            close();
            changeDraft(view.id ?? NEW, { model: nameOf(other) });
          }}
        />
      )}
    </PopoverButton>
  );
}

type ListProps = {
  here: WireModel[];
  others: WireModel[];
  chosen: WireModel | undefined;
  isDefault: (model: WireModel) => boolean;
  onChoose: (model: WireModel) => void;
};

/** The rows of the menu. */
export function ModelList({ here, others, chosen, isDefault, onChoose }: ListProps) {
  const { t } = useLanguage();
  return (
    <>
      {here.length > 0 && <h2 className="px-3 pt-1 pb-1 text-[12px] font-semibold text-muted">{t('model.here')}</h2>}
      {here.map((model) => (
        <button
          key={nameOf(model)}
          type="button"
          aria-current={model === chosen}
          onClick={() => onChoose(model)}
          className={`block w-full rounded-lg px-3 py-2 text-left hover:bg-rail ${model === chosen ? 'bg-soft' : ''}`}
        >
          <span className="flex items-baseline justify-between gap-3">
            <span className="font-mono text-[13px] font-medium">{model.model}</span>
            {isDefault(model) && <span className="text-[12px] text-muted">{t('model.default')}</span>}
          </span>
          <Facts model={model} />
        </button>
      ))}
      {others.length > 0 && <h2 className="px-3 pt-3 pb-1 text-[12px] font-semibold text-muted">{t('model.canBeHad')}</h2>}
      {others.map((model) => (
        <div key={nameOf(model)} className="px-3 py-2">
          <div className="flex items-center justify-between gap-3">
            <div className="min-w-0">
              <div className="font-mono text-[13px] font-medium">{model.model}</div>
              <Facts model={model} />
            </div>
            {model.state !== 'fetching' && <GetModelButton model={model} />}
          </div>
          {model.state === 'fetching' && model.weights && <Fetching weights={model.weights} />}
        </div>
      ))}
    </>
  );
}

function Facts({ model }: { model: WireModel }) {
  const { t, format, language } = useLanguage();
  const facts = [
    sizeIn({ t, format }, model.weights ?? model),
    model.languages && format.languages(model.languages),
    model.window !== undefined && t('model.window', { tokens: model.window }),
    model.tokensPerSecond !== undefined && t('model.speed', { rate: format.rate(model.tokensPerSecond) }),
    model.state === 'loading' && t('model.loading'),
    model.state === 'failed' &&
      t('model.failed', { reason: weightsReasonIn(language, model.weights?.errorKind, model.error ?? '') }),
  ].filter(Boolean);
  return (
    <span className={`block text-[12.5px] ${model.state === 'failed' ? 'break-all text-danger' : 'text-muted'}`}>
      {facts.join(' · ')}
    </span>
  );
}
