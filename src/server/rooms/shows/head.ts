import type { Clips } from './clips.ts';
import { isPublic } from './show-machine.ts';
import type { ShowsNeeds } from './needs.ts';
import { findShowByKey, type ShowRow } from './shows.sql.ts';

const CLIP = /^\/shows\/[a-z0-9-]{1,120}\/clips\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const ADDRESS = /^\/(shows|shops)\/([a-z0-9-]{1,120})$/;

/** What a link to a show, a clip or a shop says where it is shared; null for every other address. */
export function createHead({ db, accounts, clips }: Pick<ShowsNeeds, 'db' | 'accounts'> & { clips: Clips }) {
  async function ofShow(key: string) {
    const show = await findShowByKey(db, key);
    const shop = show && isPublic(show.state) ? await accounts.organisation(db, show.org_id) : null;
    if (!show || !shop) return null;
    const { title, description } = show;
    return {
      title: `${title} · ${shop.name}`,
      description: description.slice(0, 200) || shop.name,
      image: show.poster_url ?? undefined,
      jsonLd: jsonLd(show, shop.name),
    };
  }

  async function ofClip(clipId: string) {
    const clip = await clips.find(clipId);
    if (!clip.ok) return clip.reason === 'clip_withdrawn' ? { title: 'Etalage', status: 410 as const } : null;
    const show = await ofShow(clip.value.showId);
    return show && { title: `${clip.value.title} · ${show.title}`, description: show.description, image: clip.value.posterUrl };
  }

  async function ofShop(slug: string) {
    const shop = await accounts.organisationBySlug(db, slug);
    return shop && { title: shop.name, description: shop.about.slice(0, 200) || shop.legalName, image: shop.imageUrl ?? undefined };
  }

  return async (url: URL) => {
    const clipId = CLIP.exec(url.pathname)?.[1];
    if (clipId) return ofClip(clipId);
    const [, kind, key] = ADDRESS.exec(url.pathname) ?? [];
    if (!kind || !key) return null;
    return kind === 'shows' ? ofShow(key) : ofShop(key);
  };
}

/** schema.org, as search engines show a coming event. */
const jsonLd = (show: ShowRow, shopName: string) => ({
  '@context': 'https://schema.org',
  '@type': 'Event',
  name: show.title,
  startDate: (show.started_at ?? show.starts_at)?.toISOString(),
  endDate: show.ended_at?.toISOString(),
  eventStatus: show.state === 'cancelled' ? 'https://schema.org/EventCancelled' : 'https://schema.org/EventScheduled',
  eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
  organizer: { '@type': 'Organization', name: shopName },
});
