/** What a weights file says of itself, with the names of its metadata keys. */
import type { WireModel } from '#wire/model';
import { useLanguage } from '../i18n/language.tsx';

type Row = [name: string, value: string, key: string];

export function FileFacts({ model }: { model: WireModel }) {
  const { t, format } = useLanguage();
  const { facts } = model;
  if (!facts) return null;
  const number = (value: number | undefined) => (value === undefined ? t('card.unknown') : format.decimal.format(value));
  const tensors = Object.entries(facts.tensorTypes).map(([type, count]) => `${type} × ${count}`);
  const rows: Row[] = [
    [t('card.architecture'), facts.architecture, 'general.architecture'],
    [t('card.parameters'), number(facts.parameters), 'Σ tensors'],
    [t('card.layers'), number(facts.layers), `${facts.architecture}.block_count`],
    [t('card.width'), number(facts.width), `${facts.architecture}.embedding_length`],
    [t('card.heads'), `${number(facts.heads)} / ${number(facts.kvHeads)}`, `${facts.architecture}.attention.head_count(_kv)`],
    [t('card.window'), number(facts.trainedWindow), `${facts.architecture}.context_length`],
    [t('card.vocabulary'), number(facts.vocabulary), 'tokenizer.ggml.tokens'],
    [t('card.template'), facts.templateHash?.slice(0, 8) ?? t('card.none'), 'tokenizer.chat_template'],
    ...(facts.encoder
      ? [
          [
            t('card.encoder'),
            t(facts.encoder === 'own' ? 'card.encoderOwn' : 'card.encoderLibrary'),
            'tokenizer.ggml.*',
          ] satisfies Row,
        ]
      : []),
    [t('card.bits'), number(facts.bitsPerWeight), tensors.join(', ')],
    [t('card.licence'), facts.licence ?? model.licence ?? t('card.unknown'), 'general.license'],
    [t('files.hash'), model.snapshot ?? t('card.unknown'), model.weights?.file ?? ''],
  ];
  return (
    <div className="text-[13px]">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {rows.map(([name, value, key]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 text-right break-words">
              {value}
              <span className="block font-mono text-[11.5px] text-muted">{key}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
