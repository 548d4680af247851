import { Link, useRouter } from '@tanstack/react-router';
import type { ComponentProps, ComponentType } from 'react';

// The types of addresses are registered once per program, and the office has many more of them; the studio's two are made here.
const Plain = Link as unknown as ComponentType<ComponentProps<'a'> & { to: string }>;

export const ShowsLink = (props: ComponentProps<'a'>) => <Plain {...props} to="/" />;
export const ShowLink = ({ showId, ...props }: ComponentProps<'a'> & { showId: string }) => <Plain {...props} to={`/shows/${showId}`} />;

export function useGo() {
  const { history } = useRouter();
  return {
    show: (showId: string) => history.push(`/studio/shows/${showId}`),
    /** Drafting stands in the address, so that the office can link to it. */
    drafting: (on: boolean) => history.replace(on ? '/studio?new=1' : '/studio'),
  };
}
