/**
 * The Tokens page: the same text, or the same messages, as each encoding reads them. Counting happens in the page's own
 * worker; text leaves the page only in a link that a person makes, or where a model of this machine is counted by its server, and
 * a line says so. Joins the parts.
 */
import { Plus } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ENCODINGS, type EncodingName } from '#domain/tokens/encodings';
import { reasonOf } from '../api/client.ts';
import { type FieldHandle, LONG } from '../field/field-props.ts';
import { tellAllNow } from '../field/telling.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { RowForm } from '../inside/layout.ts';
import { DrawerButton } from '../shell/drawer.tsx';
import { MenuButton, MenuItem } from '../shell/popover-button.tsx';
import { hideAbout, showToast } from '../shell/toast.tsx';
import type { Ask } from './ask.ts';
import { Chip } from './chip.tsx';
import { keepDraft, keptDraft, saveDraft } from './draft.ts';
import { EncodingCard } from './encoding-card.tsx';
import { ENCODING_MODELS } from './encoding-name.ts';
import { HalfNote } from './half-note.tsx';
import { IdReader } from './id-reader.tsx';
import { MessagesInput } from './messages-input.tsx';
import { PriceLine } from './price-line.tsx';
import { type Choice, readLink, writeLink } from './share-link.ts';
import { SplitPanel } from './split-panel.tsx';
import { TextInput } from './text-input.tsx';
import { type Asked, useAsked } from './use-asked.ts';
import { useRested } from './use-rested.ts';
import { ANSWER, QUESTION, WorkedExample } from './worked-example.tsx';

const FIRST: Choice = {
  mode: 'text',
  text: '',
  messages: [
    { role: 'user', text: QUESTION },
    { role: 'assistant', text: ANSWER },
  ],
  tools: '',
  images: [],
  encodings: ['o200k', 'cl100k'],
  model: 'openai/gpt-4o',
  readsSpecials: false,
};
const HUES = ['person', 'model', 'system', 'tool'];
/** A long text is drawn, split and priced when the typing rests for so long; its counts follow each key. */
const REST_MS = 150;
/** Longer links are cut by some programs. */
const LONG_LINK = 30_000;

export default function TokensPage() {
  const { t } = useLanguage();
  const [choice, change] = useChoice();
  const [form, setForm] = useState<RowForm>('text');
  const [tellsMerges, setTellsMerges] = useState(false);
  const field = useRef<FieldHandle>(null);
  const adding = useRef<HTMLDivElement>(null);
  const setModel = useCallback((model: string) => change({ model }), [change]);
  const shown = useRested(choice, choice.mode === 'text' && choice.text.length > LONG ? REST_MS : 0);
  const newest = useNewest(choice, shown);
  // A long text that comes at once is shown when it is counted: until then the card would say that it is nothing.
  const isEmpty = shown.mode === 'text' && shown.text === '';
  useEffect(() => {
    document.title = `${t('tokens.title')} · Oriel`;
  }, [t]);
  /** By a person's own hand: the way back from what was put in would lead past it. */
  const edit = (part: Partial<Choice>) => {
    hideAbout('tokens');
    change(part);
  };
  const toggle = (other: RowForm) => setForm(form === other ? 'text' : other);

  return (
    <main className="min-w-0 flex-1 overflow-y-auto bg-paper">
      <div className="mx-auto flex max-w-[1180px] flex-col gap-3 px-4 py-5 sm:px-8">
        <header>
          <div className="flex items-center gap-2">
            <DrawerButton />
            <h1 className="text-[22px] font-semibold">{t('tokens.title')}</h1>
          </div>
          <p className="text-muted">{t('tokens.subtitle')}</p>
        </header>
        <div className="flex flex-wrap items-center justify-between gap-2">
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend */}
          <div role="group" aria-label={t('tokens.mode')} className="flex gap-2">
            <Chip isOn={choice.mode === 'text'} onPress={() => change({ mode: 'text' })}>
              {t('tokens.text')}
            </Chip>
            <Chip isOn={choice.mode === 'messages'} onPress={() => change({ mode: 'messages' })}>
              {t('tokens.messages')}
            </Chip>
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          <div role="group" aria-label={t('tokens.views')} className="flex flex-wrap gap-2">
            <Chip isOn={form === 'spaces'} onPress={() => toggle('spaces')}>
              {t('tokens.whitespace')}
            </Chip>
            <Chip isOn={form === 'bytes'} onPress={() => toggle('bytes')}>
              {t('tokens.bytes')}
            </Chip>
            {choice.mode === 'text' && (
              <>
                <Chip isOn={tellsMerges} onPress={() => setTellsMerges(!tellsMerges)}>
                  {t('tokens.mergeSteps')}
                </Chip>
                <Chip
                  isOn={choice.readsSpecials}
                  title={t('tokens.readSpecialsWhy')}
                  onPress={() => change({ readsSpecials: !choice.readsSpecials })}
                >
                  {t('tokens.readSpecials')}
                </Chip>
              </>
            )}
            <ShareLink choice={choice} />
          </div>
        </div>
        {choice.mode === 'text' && tellsMerges && (
          <p className="text-[12.5px] text-muted">{t(choice.readsSpecials ? 'tokens.mergeNotHere' : 'tokens.mergeHint')}</p>
        )}
        {choice.mode === 'text' ? (
          <TextInput text={choice.text} handle={field} onText={(text) => edit({ text })} onFile={(text) => change({ text })} />
        ) : (
          <MessagesInput choice={choice} onEdit={edit} onChange={change} />
        )}
        <HalfNote
          texts={choice.mode === 'text' ? [choice.text] : choice.messages.map(({ text }) => text)}
          onMend={() =>
            change({
              text: choice.text.toWellFormed(),
              messages: choice.messages.map((message) => ({ ...message, text: message.text.toWellFormed() })),
            })
          }
        />
        {choice.mode === 'text' && (
          <IdReader choice={choice} onRead={(text) => field.current?.replace(text)} onText={(text) => change({ text })} />
        )}
        {isEmpty ? (
          <WorkedExample
            onTry={(text) => {
              change({ text });
              field.current?.focus();
            }}
          />
        ) : (
          <>
            <div className="grid gap-4 lg:grid-cols-2">
              {choice.encodings.map((encoding, index) => (
                <EncodingCard
                  key={encoding}
                  {...{ encoding, choice: shown, form, tellsMerges }}
                  newest={newest && { count: newest.answer?.counts[index] }}
                  hue={HUES[index % HUES.length] ?? ''}
                  onRemove={
                    choice.encodings.length > 1
                      ? () => {
                          flushSync(() => change({ encodings: choice.encodings.filter((one) => one !== encoding) }));
                          adding.current?.querySelector('button')?.focus();
                        }
                      : undefined
                  }
                />
              ))}
            </div>
            <AddEncoding
              place={adding}
              shown={choice.encodings}
              onAdd={(encoding) => change({ encodings: [...choice.encodings, encoding] })}
            />
            <PriceLine choice={shown} onModel={setModel} />
            {choice.mode === 'text' && <SplitPanel choice={shown} />}
          </>
        )}
      </div>
    </main>
  );
}

/** Tokens of what is typed in each encoding, where what is shown is older. */
function useNewest({ encodings, text, readsSpecials }: Choice, shown: Choice): Asked<'counts'> | undefined {
  const isAhead = text !== shown.text && !readsSpecials;
  const ask = useMemo(
    (): Ask<'counts'> | undefined => (isAhead ? { name: 'counts', encodings, text } : undefined),
    [isAhead, encodings, text],
  );
  const asked = useAsked('page/counts', ask);
  return isAhead ? asked : undefined;
}

const holdsLink = () => location.hash.startsWith('#o');

/** The choice of the link that opened the page; without one what stood here last. */
function useChoice(): [Choice, (part: Partial<Choice>) => void] {
  const { t } = useLanguage();
  const [choice, setChoice] = useState(() => (holdsLink() ? FIRST : (keptDraft() ?? FIRST)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link counts when the page opens, or when another is put in its place
  useEffect(() => {
    const read = async () => {
      if (!holdsLink()) return;
      const shared = await readLink(location.hash);
      setChoice((before) => shared ?? keptDraft() ?? before);
      if (!shared) showToast({ text: t('tokens.brokenLink') });
    };
    void read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    if (choice !== FIRST) keepDraft(choice);
  }, [choice]);
  useEffect(() => {
    const leave = () => {
      flushSync(tellAllNow);
      saveDraft();
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      saveDraft();
    };
  }, []);
  const change = useCallback((part: Partial<Choice>) => {
    // The link in the address is of an older choice, and a reload would bring that back.
    if (holdsLink()) history.replaceState(history.state, '', location.pathname + location.search);
    setChoice((before) => ({ ...before, ...part }));
  }, []);
  return [choice, change];
}

function ShareLink({ choice }: { choice: Choice }) {
  const { t } = useLanguage();
  const newest = useRef(choice);
  newest.current = choice;
  const share = async () => {
    const link = `${location.origin}${location.pathname}#${await writeLink(choice)}`;
    if (newest.current === choice) history.replaceState(history.state, '', link);
    try {
      await navigator.clipboard.writeText(link);
      showToast({
        text:
          link.length > LONG_LINK ? t('tokens.sharedLong', { count: link.length }) : t('tokens.shared', { count: link.length }),
      });
    } catch (error) {
      showToast({ text: t('tokens.shareFailed', { reason: reasonOf(error) }) });
    }
  };
  return (
    <Chip title={t('tokens.shareWhy')} onPress={() => void share()}>
      {t('tokens.share')}
    </Chip>
  );
}

type AddProps = {
  place: RefObject<HTMLDivElement | null>;
  shown: readonly EncodingName[];
  onAdd: (encoding: EncodingName) => void;
};

function AddEncoding({ place, shown, onAdd }: AddProps) {
  const { t } = useLanguage();
  const others = ENCODINGS.filter((encoding) => !shown.includes(encoding));
  if (others.length === 0) return null;
  return (
    <div ref={place}>
      <MenuButton
        label={t('tokens.addEncoding')}
        className="flex items-center gap-1.5 rounded-lg px-2 py-1 text-[13px] text-accent hover:bg-soft"
        face={
          <>
            <Plus size={14} strokeWidth={1.6} aria-hidden />
            {t('tokens.addEncoding')}
          </>
        }
      >
        {(close) =>
          others.map((encoding) => (
            <MenuItem
              key={encoding}
              onSelect={() => {
                onAdd(encoding);
                close();
              }}
            >
              <span className="flex-1">{encoding}</span>
              <span className="text-[12.5px] text-muted">{ENCODING_MODELS[encoding].known}</span>
            </MenuItem>
          ))
        }
      </MenuButton>
    </div>
  );
}
