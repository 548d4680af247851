import { useEffect, useState } from 'react';

/** Drawn as one path, so that nothing sets HTML from a string. Dark on white in every theme: scanners want that. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    void import('qrcode').then(({ create }) => {
      const { modules } = create(text, { errorCorrectionLevel: 'M' });
      const cells = Array.from({ length: modules.size ** 2 }, (_, at) => at).filter((at) => modules.data[at]);
      setDrawn({ size: modules.size, path: cells.map((at) => `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z`).join('') });
    });
  }, [text]);
  if (!drawn) return null;
  return (
    <svg className="qr" viewBox={`-3 -3 ${drawn.size + 6} ${drawn.size + 6}`} role="img" aria-label={label}>
      <rect x="-3" y="-3" width="100%" height="100%" fill="#fff" />
      <path d={drawn.path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
