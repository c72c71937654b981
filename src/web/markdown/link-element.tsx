/** Links show where they lead; pictures from elsewhere are not loaded, but can be opened. */
import { ImageIcon } from 'lucide-react';
import type { Tokens } from 'marked';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { placeOf, safeAddress, saysPlace } from './link.ts';

export function Link({ link, children }: { link: Tokens.Link; children: ReactNode }) {
  const address = safeAddress(link.href);
  if (address === undefined) return <span title={link.href}>{link.raw}</span>;
  return (
    <>
      <a href={address} target="_blank" rel="noopener noreferrer" title={address}>
        {children}
      </a>
      {!saysPlace(link.text, address) && <span className="ml-1 text-[12.5px] text-muted">{placeOf(address)}</span>}
    </>
  );
}

export function Picture({ image }: { image: Tokens.Image }) {
  const { t } = useLanguage();
  const address = safeAddress(image.href);
  if (address === undefined) return <span>{image.raw}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" title={address} className="button text-[13px] no-underline">
      <ImageIcon size={15} strokeWidth={1.6} aria-hidden />
      {image.text || t('markdown.plain')}
      <span className="text-muted">{t('markdown.picture', { host: placeOf(address) })}</span>
    </a>
  );
}
