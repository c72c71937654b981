/**
 * Server-sent events as text: a reader that is fed pieces cut anywhere and gives whole messages. Follows the HTML
 * standard's parsing of event streams for `id`, `event` and `data`; knows no network.
 */
export type EventMessage = { id?: string; event: string; data: string };

/** Feed pieces of text; each call gives the messages that became whole. Comments are dropped. */
export function createMessageReader(): (piece: string) => EventMessage[] {
  let rest = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];

  const readLine = (line: string): EventMessage | undefined => {
    if (line === '') {
      const message =
        data.length > 0 ? { ...(id !== undefined && { id }), event: event || 'message', data: data.join('\n') } : undefined;
      event = '';
      data = [];
      return message;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
    return undefined;
  };

  return (piece) => {
    const text = rest + piece;
    const messages: EventMessage[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const message = readLine(text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end));
      if (message) messages.push(message);
      from = end + 1;
    }
    rest = text.slice(from);
    return messages;
  };
}
