/** The text that is counted: typed, pasted, or a file that is dropped on it. The file is read here and sent nowhere. */
import { type DragEvent, type RefObject, useState } from 'react';
import type { FieldHandle } from '../field/field-props.ts';
import { TextField } from '../field/text-field.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { offerUndo } from './offer-undo.ts';

/** Bytes of a file that is read. */
const LARGEST = 20_000_000;

type Props = {
  text: string;
  handle: RefObject<FieldHandle | null>;
  onText: (text: string) => void;
  /** A file took the text's place. */
  onFile: (text: string) => void;
};

export function TextInput({ text, handle, onText, onFile }: Props) {
  const { t, format } = useLanguage();
  const [note, setNote] = useState('');
  const crlfGone = t('tokens.crlfGone');
  const drop = async (event: DragEvent) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > LARGEST) {
      setNote(t('tokens.droppedTooBig', { name: file.name, size: format.bytes(file.size), limit: format.bytes(LARGEST) }));
      return;
    }
    try {
      const read = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
      onFile(read);
      setNote(t(read.includes('\r') ? 'tokens.droppedCrlf' : 'tokens.dropped', { name: file.name }));
      if (text !== '') offerUndo(t('tokens.replaced', { name: file.name }), t, () => onFile(text));
    } catch {
      setNote(t('tokens.droppedNoText', { name: file.name }));
    }
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a file may be dropped here; the field itself takes all else */}
      <div
        onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
        onDrop={drop}
        onPaste={({ clipboardData }) => clipboardData.getData('text/plain').includes('\r') && setNote(crlfGone)}
      >
        <TextField
          handle={handle}
          label={t('tokens.input')}
          placeholder={t('tokens.placeholder')}
          text={text}
          spellCheck={false}
          onText={(typed) => {
            setNote(note === crlfGone || (text.includes('\r') && !typed.includes('\r')) ? crlfGone : '');
            onText(typed);
          }}
          className="block max-h-[50vh] min-h-24 w-full resize-y rounded-xl border border-line bg-surface px-4 py-3 text-[15px] leading-relaxed"
          // A layer of its own, as the cards are: a key paints one of them, not all.
          longClassName="h-[40vh] overflow-hidden transform-gpu focus-within:border-muted"
        />
      </div>
      <p role="status" className="min-h-0 text-[12.5px] text-muted">
        {note}
      </p>
    </div>
  );
}
