import type { ReactNode } from 'react';

/** One card of the editor. */
export function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="card pad part">
      <h2>{title}</h2>
      {lead ? <p className="sm mm">{lead}</p> : null}
      {children}
    </section>
  );
}
