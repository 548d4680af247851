import { useState } from 'react';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Copy, Smartphone } from '../ui/icons.ts';
import { QrPicture } from '../ui/qr-picture.tsx';
import { useWords } from './words.ts';

/** A page of the studio for a second phone or a helper: as a code to scan, a link to open, an address to send. */
export function OtherScreen({ path, how, open, qr }: { path: string; how: string; open: string; qr: string }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const link = `${location.origin}${path}`;
  const copy = () => void navigator.clipboard.writeText(link).then(() => setCopied(true));
  return (
    <div className="col g3">
      <p className="m sm">{how}</p>
      <div className="row g4 wrap">
        <QrPicture text={link} label={qr} />
        <div className="col g3">
          {/* A page of its own: leaving this one would end what it publishes. */}
          <ButtonLink href={link} target="_blank" rel="noopener" icon={<Smartphone size={17} />}>
            {open}
          </ButtonLink>
          <Button icon={<Copy size={16} />} onClick={copy}>
            {copied ? words.copied : words.copyLink}
          </Button>
        </div>
      </div>
    </div>
  );
}
