/** All pages of one list, as far as the server has pages. */
export async function everyPage(list) {
  let cursor;
  do {
    ({ nextCursor: cursor } = await list(cursor === undefined ? undefined : { cursor }));
  } while (cursor !== undefined);
}

/** For calls that are expected to fail: what counts is the answer that was recorded. */
export async function refused(call) {
  try {
    await call;
  } catch {
    return;
  }
  throw new Error("a call that had to be refused was not");
}
