/** The first thing a newcomer sees: an empty row, the model's file, and five ways to begin. */
import { useQuery } from '@tanstack/react-query';
import { countQuery } from '../api/queries.ts';
import type { Key } from '../i18n/language.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { runCommand } from '../shell/shortcut.ts';
import { showToast } from '../shell/toast.tsx';
import { useChat } from './chat-context.ts';
import { changeDraft, draftOf, NEW } from './draft.ts';
import { ModelCard } from './model-card.tsx';
import { isHere, resolve } from './model-choice.ts';

type Starter = 'haiku' | 'poem' | 'letter' | 'resume' | 'email';
const STARTERS: Starter[] = ['haiku', 'poem', 'letter', 'resume', 'email'];

export function NewChat() {
  const { t } = useLanguage();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable_both-edges]">
      <div className="mx-auto w-full max-w-[712px] px-4 pt-[clamp(1.5rem,9vh,5rem)] pb-8">
        <h2 className="text-[26px] leading-tight font-semibold tracking-[-0.01em]">{t('new.title')}</h2>
        <p className="pt-2 pb-5 text-second">{t('new.subtitle')}</p>
        <ModelCard />
        <div className="grid gap-2 pt-5 sm:grid-cols-2">
          {STARTERS.map((name) => (
            <StarterButton key={name} name={name} />
          ))}
        </div>
      </div>
    </div>
  );
}

function StarterButton({ name }: { name: Starter }) {
  const { t } = useLanguage();
  const { models, model } = useChat();
  const text = t(`new.${name}Text` satisfies Key);
  const row = resolve(models.models, model);
  const { data: count } = useQuery(countQuery(row && isHere(row) ? model : undefined, text));
  const begin = () => {
    const { text: before, mode } = draftOf(NEW);
    changeDraft(NEW, { text, mode: 'chat' });
    runCommand('composer');
    const isTyped = /\S/.test(before) && !STARTERS.some((other) => before === t(`new.${other}Text` satisfies Key));
    if (!isTyped) return;
    const run = () => {
      changeDraft(NEW, { text: before, mode });
      runCommand('composer');
    };
    showToast({ text: t('new.replaced'), about: 'composer', action: { label: t('app.undo'), run } });
  };
  return (
    <button
      type="button"
      title={text}
      onClick={begin}
      className="flex items-center justify-between gap-3 rounded-xl border border-hairline px-3.5 py-2 text-left hover:border-line hover:bg-surface"
    >
      {t(`new.${name}` satisfies Key)}
      {count && <span className="shrink-0 text-[12.5px] text-muted">{t('new.tokens', { count: count.value })}</span>}
    </button>
  );
}
