/** What every Next page ships: our pages are weighed against it. */
export default function Empty() {
  return <p>Nothing</p>;
}
