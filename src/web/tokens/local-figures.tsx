/**
 * How many tokens the text or the messages are for a model file on this machine: by its own encoding in the page where the
 * page has it, else by the server of this machine once the typing rests. It costs nothing.
 */
import { useQuery } from '@tanstack/react-query';
import type { WireModel } from '#wire/model';
import { reasonOf } from '../api/client.ts';
import { countOnly } from '../api/count.ts';
import { useLanguage } from '../i18n/language.tsx';
import { gradeName } from '../inside/owner-name.ts';
import type { Choice } from './share-link.ts';
import { useRested } from './use-rested.ts';
import { useTokenCount } from './use-token-count.ts';

/** How long the typing rests before the server renders the file's template. */
const REST_MS = 300;

type Props = { model: WireModel; choice: Choice };

export function LocalFigures({ model, choice }: Props) {
  return choice.mode === 'text' ? <OfText model={model} text={choice.text} /> : <OfMessages model={model} choice={choice} />;
}

const nameOf = ({ vendor, model }: WireModel) => `${vendor}/${model}`;

function OfText({ model, text }: { model: WireModel; text: string }) {
  const words = useLanguage();
  const { t } = words;
  const file = model.facts?.encoder === 'own' ? model.snapshot : undefined;
  const { count, isCounting, failure } = useTokenCount(text, nameOf(model), file);
  if (!count) return <p className="text-[13px] text-muted">{failure ?? t('composer.counting')}</p>;
  return (
    <Figure
      text={t('tokens.count', { count: count.value })}
      grade={gradeName(count, words)}
      isOld={isCounting}
      isSent={file === undefined}
    />
  );
}

function OfMessages({ model, choice }: Props) {
  const words = useLanguage();
  const { t } = words;
  const { messages, tools, images } = useRested(choice, REST_MS);
  const isPlain = tools.trim() === '' && images.length === 0 && messages.every(({ name, call }) => !name && !call);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['count', nameOf(model), messages],
    queryFn: ({ signal }) =>
      countOnly({ model: nameOf(model), messages: messages.map(({ role, text }) => ({ role, text })) }, signal),
    placeholderData: (before) => before,
    enabled: isPlain,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!isPlain) return <p className="text-[13px] text-muted">{t('tokens.localPlain')}</p>;
  if (!data?.prompt) return <p className="text-[13px] text-muted">{error ? reasonOf(error) : t('composer.counting')}</p>;
  const { prompt } = data;
  return (
    <Figure text={t('tokens.count', { count: prompt.value })} grade={gradeName(prompt, words)} isOld={isPlaceholderData} isSent />
  );
}

type FigureProps = {
  text: string;
  grade: string;
  isOld: boolean;
  /** Counted by the server: the words have left the page. */
  isSent: boolean;
};

function Figure({ text, grade, isOld, isSent }: FigureProps) {
  const { t } = useLanguage();
  return (
    <>
      <p className={`text-[14px] ${isOld ? 'text-muted' : ''}`} aria-busy={isOld}>
        <strong className="font-semibold">{text}</strong> <span className="pill">{grade}</span>
      </p>
      <p className="text-[14px] text-muted">{t('answer.free')}</p>
      {isSent && <p className="text-[12.5px] text-muted">{t('tokens.localSent')}</p>}
    </>
  );
}
