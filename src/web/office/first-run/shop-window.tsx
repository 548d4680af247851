const SCALLOPS = Array.from({ length: 15 }, (_, at) => ({ x: 14 + at * 35.467, fill: at % 2 === 0 ? '#FFC93D' : '#F4F4F0' }));
const PLACES = [
  { x: 84, y: 228, width: 62, height: 64, paper: '#CBE0EC' },
  { x: 172, y: 210, width: 74, height: 82, paper: '#F7D9CE' },
  { x: 270, y: 228, width: 62, height: 64, paper: '#D3E3CC' },
];

const inside = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x: x + 6,
  y: y + 6,
  width: width - 12,
  height: height - 12,
});

/** The shop as a passer-by sees it: three places in the window, one filled per product, and the light when all is done. */
export function ShopWindow({
  name,
  pictures,
  lit,
  label,
}: {
  name: string;
  pictures: readonly (string | null)[];
  lit: boolean;
  label: string;
}) {
  return (
    <svg className="shop-window" viewBox="0 0 560 380" role="img" aria-label={label}>
      <rect x="40" y="96" width="480" height="262" rx="10" fill="#1B3742" />
      <rect x="58" y="138" width="300" height="188" rx="6" fill={lit ? '#FFE7A3' : '#F8E3A9'} />
      <rect x="58" y="292" width="300" height="34" fill="#D9A95C" />
      <rect x="58" y="292" width="300" height="5" fill="#fff" opacity=".5" />
      <rect x="380" y="138" width="118" height="220" rx="6" fill="#0F2A33" />
      <rect x="394" y="154" width="90" height="118" rx="4" fill="#F8E3A9" opacity={lit ? 1 : 0.6} />
      <circle cx="486" cy="300" r="5" fill="#FFC93D" />
      {PLACES.map(({ paper, ...place }, at) =>
        at < pictures.length ? (
          <g key={paper}>
            <rect {...place} rx="6" fill={paper} />
            {pictures[at] ? <image href={pictures[at]} {...inside(place)} preserveAspectRatio="xMidYMid meet" /> : null}
          </g>
        ) : (
          <g key={paper} aria-hidden="true">
            <rect {...place} rx="6" fill="none" stroke="#B98C4C" strokeWidth="2" strokeDasharray="5 5" />
            <text
              x={place.x + place.width / 2}
              y={place.y + place.height / 2 + 9}
              textAnchor="middle"
              fontSize="26"
              fontWeight="700"
              fill="#8A6428"
            >
              +
            </text>
          </g>
        ),
      )}
      <path d="M36 52H524L546 108H14Z" fill="#12242B" />
      {SCALLOPS.map(({ x, fill }) => (
        <path key={x} d={`M${x} 108h35.467v10a17.73 17.73 0 0 1-35.467 0z`} fill={fill} />
      ))}
      <text x="280" y="89" textAnchor="middle" className="shop-name" fontSize={name.length > 22 ? 20 : 30} fill="#fff">
        {name.toLowerCase()}
      </text>
      <rect x="20" y="356" width="520" height="8" rx="4" fill="#C7CCC8" />
    </svg>
  );
}
