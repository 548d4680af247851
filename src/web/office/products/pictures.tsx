import type { Product } from '#contract/catalog.ts';
import { DropZone } from '../../staff/drop-zone.tsx';
import { ImagePlus } from '../../staff/icons.ts';
import { RefusedNote } from '../../staff/refused.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Trash } from '../../ui/icons.ts';
import { ProductPicture, vars } from '../../ui/parts.tsx';
import { Part } from './part.tsx';
import { usePartVerbs } from './use-products.ts';
import { useWords } from './words.ts';

export function Pictures({ product, mayChange }: { product: Product; mayChange: boolean }) {
  const words = useWords();
  const { addPictures, removePicture, sending } = usePartVerbs(product.id);
  return (
    <Part title={words.pictures} lead={words.picturesLead}>
      <ul className="pictures">
        {product.images.map((image, at) => (
          <li key={image.id}>
            <ProductPicture src={image.url} paper={product.paper} alt={image.alt} width="84%" />
            {mayChange ? (
              <IconButton
                label={words.removePicture(at + 1)}
                disabled={removePicture.isPending}
                onClick={() => removePicture.mutate(image.id)}
              >
                <Trash size={17} />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <DropZone
          accept="image/jpeg,image/png,image/webp,image/avif"
          multiple
          disabled={sending !== null}
          onFiles={(files) => addPictures.mutate(files)}
        >
          {sending ? (
            <>
              <span className="meter upload-meter" aria-hidden="true">
                <i style={vars({ '--v': `${Math.round(sending.part * 100)}%` })} />
              </span>
              <span className="sm m" role="status">
                {words.uploading(sending.name, Math.round(sending.part * 100))}
              </span>
            </>
          ) : (
            <>
              <ImagePlus size={26} />
              <b className="b">{words.dropPictures}</b>
              <span className="sm m">{words.choosePictures}</span>
            </>
          )}
        </DropZone>
      ) : null}
      <RefusedNote error={addPictures.error ?? removePicture.error} />
    </Part>
  );
}
