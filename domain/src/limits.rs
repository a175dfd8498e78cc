//! Every size cap, with its arithmetic. The interface warns early; the Worker refuses what is beyond.

/// Characters (Unicode scalar values) in one letter, reply or note.
pub const LETTER_CHARS: usize = 10_000;
/// Characters of what someone wants to be called, and of names of staff.
pub const NAME_CHARS: usize = 40;
/// Characters of a team's name.
pub const TEAM_NAME_CHARS: usize = 60;
/// Characters of a tag, and of the reason for a flag.
pub const TAG_CHARS: usize = 20;
pub const REASON_CHARS: usize = 200;
/// How far ahead a case may be put aside, in days.
pub const HOLD_DAYS: u64 = 366;
/// A sealed entry. A letter of 10,000 four-byte characters is 40,000 bytes; JSON may escape a control
/// character to six bytes, which a letter hardly holds; Padmé adds at most 12 %; 64 KiB holds them all.
pub const SEALED_ENTRY_BYTES: usize = 64 * 1024;
/// A key sealed to someone: version 1, X-Wing encapsulation 1,120, up to three 32-byte keys, tag 16.
pub const SEALED_KEY_BYTES: usize = 1 + 1120 + 3 * 32 + 16;
/// A wrapped seed: version 1, nonce 24, seed 32, tag 16.
pub const WRAPPED_SEED_BYTES: usize = 1 + 24 + 32 + 16;
/// An X-Wing public key: ML-KEM-768 1,184 and X25519 32.
pub const PUBLIC_KEY_BYTES: usize = 1216;
/// Characters of what somebody wants to be different, in one piece of feedback.
pub const FEEDBACK_CHARS: usize = 1_000;
/// Feedback sealed to a team: the key's frame of 1,137, and 1,000 four-byte characters in JSON with Padmé's 12 %.
pub const SEALED_FEEDBACK_BYTES: usize = 8 * 1024;
/// Pieces of feedback handed to staff at once, the newest.
pub const FEEDBACK_ROWS: u32 = 500;
/// Files beside one letter or reply, and bytes of each: a photo of 2,000 pixels is well under one million.
pub const FILES: usize = 3;
pub const FILE_BYTES: usize = 5_000_000;
/// Characters of a name that is shown for a file.
pub const FILE_NAME_CHARS: usize = 80;
/// A sealed file: Padmé makes 5,111,808 of the longest, and each of its 78 pieces is 41 longer by version, nonce and tag.
pub const SEALED_FILE_BYTES: usize = 5_115_006;
/// Sealed bytes of files that one side of a consultation may put in within a day.
pub const FILES_DAY_BYTES: i64 = 30_000_000;
/// How long a file may lie that no entry names, in seconds.
pub const FILE_UNNAMED_SECONDS: i64 = 24 * 3600;
/// Days after which a piece of feedback is erased.
pub const FEEDBACK_DAYS: u32 = 365;
/// Body of a request that carries entries: two full entries as base64 (4/3), two keys, and the frame.
pub const BODY_BYTES: usize = 2 * SEALED_ENTRY_BYTES * 4 / 3 + 16 * 1024;
/// A plain form: a letter twice as long as a letter may be, so that what is too long can be given back, of characters that
/// take three bytes, each written as three; and the rest of the form.
pub const PLAIN_FORM_BYTES: usize = 2 * LETTER_CHARS * 3 * 3 + 16 * 1024;
/// Body of every other request.
pub const SMALL_BODY_BYTES: usize = 16 * 1024;
/// Feed rows in one page of a staff sync.
pub const SYNC_ROWS: u32 = 1000;
/// Entries in one page of a mailbox.
pub const MAILBOX_ROWS: u32 = 500;
/// How long an invitation is good for, in seconds.
pub const INVITE_SECONDS: i64 = 7 * 24 * 3600;
/// Days after which somebody should see again that the printed recovery key opens what it should.
pub const DRILL_DAYS: i64 = 180;
/// How long a link is good that gives a colleague back what they lost, in seconds.
pub const RESET_SECONDS: i64 = 24 * 3600;
/// Members of a team whose key is made anew at once: each 1,650 bytes of sealed seed, within a body of 190,000.
pub const TEAM_MEMBERS: usize = 100;
/// Cases sealed anew at once: each 1,900 bytes of grant, within the same body.
pub const RESEAL_CASES: usize = 50;
/// Rows of the list of acts in one page, and of what is to be erased.
pub const AUDIT_ROWS: u32 = 100;
pub const RETENTION_ROWS: u32 = 200;
/// Passkeys of one member of staff.
pub const PASSKEYS: usize = 10;
/// What an authenticator may call a passkey, at most (WebAuthn).
pub const PASSKEY_ID_BYTES: usize = 1023;
/// What a browser says beside it: about 200 bytes, and room for what it may add.
pub const CLIENT_DATA_BYTES: usize = 1024;
/// Authenticator data: 37, with a new passkey its id and 95 more, and extensions of some dozens.
pub const AUTHENTICATOR_DATA_BYTES: usize = 37 + 95 + PASSKEY_ID_BYTES + 256;
/// A signature of ES256 in DER: two numbers of at most 33 bytes, two of frame each, and two for both.
pub const PASSKEY_SIGNATURE_BYTES: usize = 72;
/// How long a challenge for a passkey is good for, in seconds.
pub const PASSKEY_CHALLENGE_SECONDS: i64 = 5 * 60;
/// A session that was opened longer ago has to give the password before a passkey is added, in seconds.
pub const FRESH_SECONDS: i64 = 10 * 60;
/// How long a session lives without being used, and at most, in seconds.
pub const SESSION_IDLE_SECONDS: i64 = 2 * 3600;
pub const SESSION_SECONDS: i64 = 12 * 3600;
/// How long a reply can be recalled, in seconds: as delivered, and as far as an operator may raise it.
pub const RECALL_SECONDS: std::ops::RangeInclusive<u32> = 30..=300;
/// How long a proof-of-work challenge is good for, in seconds: long enough to write slowly.
pub const CHALLENGE_SECONDS: i64 = 6 * 3600;
/// Characters of a staff password, at least and at most.
pub const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 12..=200;
/// How long a time is held, each time and at most, in seconds: made longer ten times at least, for whoever writes slowly.
pub const HOLD_SECONDS: i64 = 10 * 60;
pub const HOLD_SECONDS_AT_MOST: i64 = 120 * 60;
/// How long what the desk cancelled can be taken back, in seconds: longer than the line that offers it, so that another time can be
/// chosen where that one is taken.
pub const RETURN_SECONDS: i64 = 30 * 60;
/// Talks that one mailbox may have made and before it: a series that the desk made shuts nobody out.
pub const TALKS_AHEAD: u32 = 5;
/// Questions that a group may ask, characters of each, and of each answer: together less than a tenth of a letter.
pub const QUESTIONS: usize = 3;
pub const QUESTION_CHARS: usize = 80;
pub const ANSWER_CHARS: usize = 200;
/// Characters of how to reach whoever a talk without a consultation is for.
pub const CONTACT_CHARS: usize = 80;
/// Such a note, sealed to a team: the key's frame of 1,137, and 120 four-byte characters in JSON with Padmé's 12 %.
pub const SEALED_NOTE_BYTES: usize = 2 * 1024;
/// Days after the beginning of its talk after which such a note is erased.
pub const NOTE_DAYS: i64 = 30;
/// Ready-made texts of a team, and characters of each.
pub const SNIPPETS: usize = 60;
pub const SNIPPET_CHARS: usize = 1_000;
/// The desk's own fields of a case: so many in use, so many with those that were put away, and options of one.
pub const FIELDS: usize = 12;
pub const FIELDS_KEPT: usize = 48;
pub const FIELD_OPTIONS: usize = 12;
/// Characters of a field's name and of an option, and of what is written into one.
pub const FIELD_NAME_CHARS: usize = 30;
pub const FIELD_TEXT_CHARS: usize = 200;
/// A document that is saved as a whole: sixty texts of a thousand four-byte characters with their names in JSON, Padmé's 12 %,
/// and the key's frame of 1,137.
pub const SEALED_BOOK_BYTES: usize = 320 * 1024;
/// Body of a request that carries one, as base64 (4/3), with its frame.
pub const BOOK_BODY_BYTES: usize = SEALED_BOOK_BYTES * 4 / 3 + 1024;
/// Days after which an unfinished text that nobody touched is erased.
pub const DRAFT_DAYS: i64 = 30;
/// How long somebody is taken to be where they said they are, in seconds, and how much of it may be left before it is noted again.
pub const PRESENCE_SECONDS: i64 = 25;
pub const PRESENCE_LEFT_SECONDS: i64 = 13;
/// A plan: 60 kinds with all of 200 people (24 bytes each) and 200 people with a year of days.
pub const PLAN_BODY_BYTES: usize = 512 * 1024;
/// Characters of sealed text in one page of an export; the first case always fits.
pub const EXPORT_CHARS: i64 = 2_000_000;
/// How long an export may be gone on with after it was begun, in seconds.
pub const EXPORT_SECONDS: i64 = 24 * 3600;
/// Lines of an export taken in at once, and characters of all of them together: the longest, an entry, is 88,000. A body holds them as
/// strings in JSON, which doubles each quotation mark.
pub const IMPORT_LINES: usize = 400;
pub const IMPORT_CHARS: usize = 1_000_000;
pub const IMPORT_BODY_BYTES: usize = 1_300_000;
