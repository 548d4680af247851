import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Product, ProductInput } from '#contract/catalog.ts';
import type { PassportFields } from '#contract/passport.ts';
import { api, orThrow } from '../../staff/api.ts';
import { uploadFile } from '../../staff/upload.ts';
import { useOrganisation } from '../organisation.tsx';

const PAGE = 30;
const STATUSES: readonly Product['status'][] = ['active', 'draft', 'archived'];
/** The last part of the address of a product that is not there yet. */
const NEW = 'new';

export interface ProductFilters {
  readonly status: Product['status'] | null;
  readonly q: string;
}

/** Filters and the opened product, both from the address. */
export function useProductAddress() {
  const search = useSearch({ strict: false });
  const { org = '', id = null } = useParams({ strict: false }) as { org?: string; id?: string };
  const navigate = useNavigate();
  const filters: ProductFilters = { status: STATUSES.find((status) => status === search['status']) ?? null, q: search['q'] ?? '' };
  const go = (next: ProductFilters, opened: string | null, replace: boolean) =>
    void navigate({
      to: '/$org/products/{-$id}',
      params: { org, id: opened ?? undefined },
      search: { status: next.status ?? undefined, q: next.q || undefined },
      replace,
    });
  return {
    filters,
    isNew: id === NEW,
    openedId: id === NEW ? null : id,
    filter: (part: Partial<ProductFilters>) => go({ ...filters, ...part }, null, true),
    open: (productId: string) => go(filters, productId, false),
    openNew: () => go(filters, NEW, false),
    /** The new product has its address now; back leads to the list. */
    settle: (productId: string) => go(filters, productId, true),
    close: () => go(filters, null, false),
    toImports: () => void navigate({ to: '/$org/imports/{-$id}', params: { org, id: undefined } }),
  };
}

export function useProducts({ status, q }: ProductFilters) {
  const { orgId } = useOrganisation();
  return useInfiniteQuery({
    queryKey: ['products', orgId, status, q],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/orgs/{orgId}/products', {
          params: {
            path: { orgId },
            query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}), ...(status ? { status } : {}), ...(q ? { q } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function useProduct(productId: string) {
  const { orgId } = useOrganisation();
  return useQuery({
    queryKey: ['product', orgId, productId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/products/{productId}', { params: { path: { orgId, productId } } })),
    // Not while somebody types into it: a change by others is seen when the page is opened again.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    gcTime: 0,
  });
}

export function useProductVerbs(productId: string | null) {
  const { orgId } = useOrganisation();
  const queries = useQueryClient();
  const keep = (product: Product) => {
    queries.setQueryData(['product', orgId, product.id], product);
    void queries.invalidateQueries({ queryKey: ['products', orgId] });
  };
  const path = { orgId, productId: productId ?? '' };
  return {
    save: useMutation({
      mutationFn: (body: ProductInput) =>
        orThrow(
          productId
            ? api.PUT('/api/orgs/{orgId}/products/{productId}', { params: { path }, body })
            : api.POST('/api/orgs/{orgId}/products', { params: { path: { orgId } }, body }),
        ),
      onSuccess: keep,
    }),
    archive: useMutation({
      mutationFn: () => orThrow(api.DELETE('/api/orgs/{orgId}/products/{productId}', { params: { path } })),
      onSuccess: () => void queries.invalidateQueries({ queryKey: ['products', orgId] }),
    }),
  };
}

/** What hangs on a product and is saved by itself: the form beside it keeps what was typed. */
export function usePartVerbs(productId: string) {
  const { orgId } = useOrganisation();
  const queries = useQueryClient();
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null);
  const path = { orgId, productId };
  const again = () => {
    void queries.invalidateQueries({ queryKey: ['products', orgId] });
    return queries.refetchQueries({ queryKey: ['product', orgId, productId] });
  };
  return {
    sending,
    addPictures: useMutation({
      mutationFn: async (files: readonly File[]) => {
        for (const file of files) {
          const tell = (part: number) => setSending({ name: file.name, part });
          tell(0);
          await uploadFile(`/api/orgs/${orgId}/products/${productId}/images`, file, {}, tell);
        }
      },
      onSettled: () => {
        setSending(null);
        return again();
      },
    }),
    removePicture: useMutation({
      mutationFn: (imageId: string) =>
        orThrow(api.DELETE('/api/orgs/{orgId}/products/{productId}/images/{imageId}', { params: { path: { ...path, imageId } } })),
      onSuccess: again,
    }),
    savePassport: useMutation({
      mutationFn: (body: { fields: PassportFields; syntheticImages: boolean }) =>
        orThrow(api.PUT('/api/orgs/{orgId}/products/{productId}/passport', { params: { path }, body })),
      onSuccess: again,
    }),
  };
}
