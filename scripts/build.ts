/**
 * What `npm start` does before it starts anything: generates the database client and builds the app, each only when its
 * sources have changed. For images and servers that run the app by itself.
 *
 *   npm run build
 */
import { buildApp, generateClient } from "../local/build";

await generateClient();
await buildApp();
