/**
 * The chat that is counted: messages, definitions of tools, images. A file that is dropped here is read here: of an image only its
 * size, of JSON a chat or tools.
 */
import { Image, Plus, Wrench } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { reasonOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { readChatFile } from './chat-file.ts';
import { readImageFile } from './image-file.ts';
import { ImageList } from './image-list.tsx';
import { MessageList } from './message-list.tsx';
import { offerUndo } from './offer-undo.ts';
import type { Choice } from './share-link.ts';
import { ToolInput } from './tool-input.tsx';

type Props = {
  choice: Choice;
  onChange: (part: Partial<Choice>) => void;
  /** By a person's own hand. */
  onEdit: (part: Partial<Choice>) => void;
};

export function MessagesInput({ choice, onChange, onEdit }: Props) {
  const { t } = useLanguage();
  const { messages, tools, images } = choice;
  const [showsTools, setShowsTools] = useState(false);
  const [note, setNote] = useState('');
  const crlfGone = t('tokens.crlfGone');
  const readImages = async (files: readonly File[]) => {
    const read = await Promise.all(files.map(readImageFile));
    const known = read.flatMap(({ size }) => (size ? [{ ...size, detail: 'auto' as const }] : []));
    if (known.length > 0) onChange({ images: [...images, ...known] });
    setNote(
      read
        .map(({ name, size }) => (size ? t('tokens.imageRead', { name, ...size }) : t('tokens.imageUnknown', { name })))
        .join(' '),
    );
  };
  const replace = (part: Partial<Choice>, text: string) => {
    onChange(part);
    offerUndo(text, t, () => onChange({ messages, tools, images }));
  };
  /** What became of it, in a sentence. */
  const readJson = async (file: File): Promise<string> => {
    const { name } = file;
    try {
      const read = readChatFile(await file.text());
      if (!read) return t('tokens.droppedNoChat', { name });
      const { part, uncounted } = read;
      replace(part, t('tokens.replaced', { name }));
      const names = uncounted.join(', ');
      return names === '' ? t('tokens.dropped', { name }) : t('tokens.droppedUncounted', { name, names });
    } catch (error) {
      if (error instanceof RangeError) return t('tokens.droppedTooDeep', { name });
      return t('tokens.droppedBadChat', { name, reason: reasonOf(error) });
    }
  };
  const drop = async (event: DragEvent) => {
    const files = Array.from(event.dataTransfer.files);
    if (files.length === 0) return;
    event.preventDefault();
    const json = files.find(({ name, type }) => type === 'application/json' || name.endsWith('.json'));
    if (!json) return readImages(files);
    setNote(await readJson(json));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files can be dropped here, and chosen by the button
    <div
      className="flex flex-col gap-2"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={drop}
      onPaste={({ clipboardData }) => clipboardData.getData('text/plain').includes('\r') && setNote(crlfGone)}
    >
      <MessageList
        messages={messages}
        onChange={(next) => {
          const isCrGone = next.some(({ text }, at) => messages[at]?.text.includes('\r') && !text.includes('\r'));
          setNote(isCrGone || note === crlfGone ? crlfGone : '');
          onEdit({ messages: next });
        }}
        onRemove={(at) =>
          replace({ messages: messages.filter((_, index) => index !== at) }, t('tokens.messageRemoved', { at: at + 1 }))
        }
      />
      {(showsTools || tools !== '') && (
        <ToolInput
          text={tools}
          onChange={(next) => {
            setShowsTools(true);
            onEdit({ tools: next });
          }}
          onRemove={() => {
            setShowsTools(false);
            if (tools !== '') replace({ tools: '' }, t('tokens.toolsRemoved'));
          }}
        />
      )}
      {images.length > 0 && (
        <ImageList choice={choice} onChange={(next) => onEdit({ images: next })} onFiles={(files) => void readImages(files)} />
      )}
      <div className="flex flex-wrap gap-x-1">
        <AddButton
          icon={<Plus size={14} strokeWidth={1.6} aria-hidden />}
          text={t('tokens.addMessage')}
          onPress={() =>
            onChange({ messages: [...messages, { role: messages.at(-1)?.role === 'user' ? 'assistant' : 'user', text: '' }] })
          }
        />
        {!showsTools && tools === '' && (
          <AddButton
            icon={<Wrench size={14} strokeWidth={1.6} aria-hidden />}
            text={t('tokens.addTools')}
            onPress={() => setShowsTools(true)}
          />
        )}
        <AddButton
          icon={<Image size={14} strokeWidth={1.6} aria-hidden />}
          text={t('tokens.addImage')}
          onPress={() => onChange({ images: [...images, { width: 1024, height: 1024, detail: 'auto' }] })}
        />
      </div>
      <p role="status" className="min-h-0 text-[12.5px] text-muted">
        {note}
      </p>
    </div>
  );
}

function AddButton({ icon, text, onPress }: { icon: ReactNode; text: string; onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex items-center gap-1.5 rounded-lg px-2 py-1 text-[13px] text-accent hover:bg-soft"
    >
      {icon}
      {text}
    </button>
  );
}
