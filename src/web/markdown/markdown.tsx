/**
 * An answer's Markdown as elements. Raw HTML is shown as the text it is. A finished block is the same object as before
 * and is not drawn again; code and mathematics are finished by parts that load when they are first met.
 */

import type { Token, Tokens } from 'marked';
import { Fragment, memo, type ReactNode, useRef } from 'react';
import { type Block, type Blocks, isMath, noBlocks, readBlocks } from './blocks.ts';
import { Code } from './code.tsx';
import { Formula } from './formula.tsx';
import { Link, Picture } from './link-element.tsx';
import { outline } from './outline.ts';
import { Table } from './table.tsx';

type Props = { text: string; isGrowing: boolean /** Stands after the last word. */; tail?: ReactNode };

export const Markdown = memo(function Markdown({ text, isGrowing, tail }: Props) {
  const kept = useRef<Blocks>(noBlocks);
  kept.current = readBlocks(text, kept.current);
  const { blocks } = kept.current;
  const last = blocks.findLastIndex(({ token }) => token.type !== 'space');
  const isOpen = blocks[last]?.token.type === 'paragraph';
  const levels = outline(blocks.map(({ token }) => (token.type === 'heading' ? (token as Tokens.Heading).depth : undefined)));
  return (
    <div className="markdown" dir="auto">
      {blocks.map((block, at) => (
        <BlockElement
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks only grow at their end
          key={at}
          block={block}
          level={levels[at]}
          isGrowing={isGrowing && at === last}
          tail={isOpen && at === last ? tail : undefined}
        />
      ))}
      {!isOpen && tail !== undefined && <p>{tail}</p>}
    </div>
  );
});

const BlockElement = memo(function BlockElement({
  block,
  level,
  isGrowing,
  tail,
}: {
  block: Block;
  level: number | undefined;
  isGrowing: boolean;
  tail: ReactNode;
}) {
  if (block.token.type === 'heading') {
    const { depth, tokens } = block.token as Tokens.Heading;
    const Heading = `h${level ?? 3}` as 'h3';
    return <Heading data-depth={depth}>{drawInline(tokens)}</Heading>;
  }
  return drawBlock(block.token, isGrowing, tail);
});

function drawBlock(token: Token, isGrowing: boolean, tail?: ReactNode): ReactNode {
  if (isMath(token)) return <Formula tex={token.tex} isBlock={token.isBlock} />;
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'hr':
      return <hr />;
    case 'heading': // Inside a quotation or a list: not part of the answer's own outline.
      return (
        <p>
          <strong>{drawInline(token.tokens)}</strong>
        </p>
      );
    case 'code':
      return <Code text={token.text} language={(token as Tokens.Code).lang ?? ''} isGrowing={isGrowing} />;
    case 'blockquote':
      return <blockquote>{drawAll(token.tokens ?? [], isGrowing)}</blockquote>;
    case 'list':
      return <List list={token as Tokens.List} isGrowing={isGrowing} />;
    case 'table':
      return <Table table={token as Tokens.Table} draw={drawInline} />;
    case 'html':
      return <p className="whitespace-pre-wrap">{token.raw.trimEnd()}</p>;
    case 'paragraph':
      return (
        <p>
          {drawInline(token.tokens)}
          {tail !== undefined && <> {tail}</>}
        </p>
      );
    case 'text':
      return token.tokens ? drawInline(token.tokens) : token.text;
    default:
      return token.raw;
  }
}

function drawAll(tokens: readonly Token[], isGrowing: boolean): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens only grow at their end
  return tokens.map((token, at) => <Fragment key={at}>{drawBlock(token, isGrowing && at === tokens.length - 1)}</Fragment>);
}

function List({ list, isGrowing }: { list: Tokens.List; isGrowing: boolean }) {
  const items = list.items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items only grow at their end
    <ListItem key={at} item={item} isGrowing={isGrowing && at === list.items.length - 1} />
  ));
  return list.ordered ? <ol start={list.start === '' ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
}

/** Drawn again only when its own source has changed: the tokens of a list that grows are new objects each time. */
const ListItem = memo(
  function ListItem({ item, isGrowing }: { item: Tokens.ListItem; isGrowing: boolean }) {
    return (
      <li className={item.task ? 'task' : undefined}>
        {item.task && (
          <input type="checkbox" checked={item.checked ?? false} readOnly disabled aria-label={item.text.slice(0, 80)} />
        )}
        {drawAll(
          item.tokens.filter((token) => token.type !== 'checkbox'),
          isGrowing,
        )}
      </li>
    );
  },
  (before, after) =>
    before.item.raw === after.item.raw && before.isGrowing === after.isGrowing && before.item.loose === after.item.loose,
);

function drawInline(tokens: readonly Token[] | undefined): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens only grow at their end
  return (tokens ?? []).map((token, at) => <Fragment key={at}>{drawSpan(token)}</Fragment>);
}

function drawSpan(token: Token): ReactNode {
  if (isMath(token)) return <Formula tex={token.tex} isBlock={token.isBlock} />;
  switch (token.type) {
    case 'strong':
      return <strong>{drawInline(token.tokens)}</strong>;
    case 'em':
      return <em>{drawInline(token.tokens)}</em>;
    case 'del':
      return <del>{drawInline(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link link={token as Tokens.Link}>{drawInline(token.tokens)}</Link>;
    case 'image':
      return <Picture image={token as Tokens.Image} />;
    case 'text':
      return token.tokens ? drawInline(token.tokens) : token.text;
    case 'escape':
      return token.text;
    default:
      return token.raw;
  }
}
