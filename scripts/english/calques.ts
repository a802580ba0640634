/** Words that are not idiomatic English, and what to write instead. */
export interface Calque {
  /** A regular expression. A space stands for any gap between words, also over the lines of a comment. */
  words: string;
  write: string;
  /** Only in Markdown, for words that also have a good use in code or are common in it. */
  only?: 'documents';
}

export const calques: readonly Calque[] = [
  { words: 'told of', write: 'reported, called for' },
  { words: 'tells? of', write: 'reports, describes, names' },
  { words: '(is|are) told (above|below|once|by what|as what)', write: 'is printed, is reported' },
  { words: 'told in (a|one) (line|sentence)', write: 'reported in one line' },
  { words: 'tells? a broken', write: 'detects' },
  { words: 'where nothing( else)? is said', write: 'by default, otherwise' },
  { words: 'where nobody says', write: 'by default' },
  { words: '(?<=(^|[.:;,(]|/\\*\\*|//) ?)by itself(?! from)', write: 'by default' },
  { words: 'in the place of', write: 'instead of' },
  { words: 'at a stretch', write: 'without a break' },
  { words: 'in the midst of', write: 'in the middle of' },
  { words: 'has the word', write: 'runs, speaks' },
  { words: '(has|have|had) to say( of)?(?= |,|\\.|$)', write: 'says about, printed' },
  { words: 'what(ever)? (has |had )?become of', write: 'what happened to' },
  { words: '(says?|said) of', write: 'says about; of a network: its outputs for' },
  { words: 'broken off', write: 'interrupted' },
  { words: 'c[oa]mes? to lie', write: 'lies' },
  { words: 'came to(?= [\\d`])', write: 'reached' },
  { words: 'what [^.,;:]{1,60} came to', write: 'the result of' },
  {
    words:
      'so (many|long)(?= (as [a-z]+ )?(points|images|bytes|steps|values|seconds|days|jobs|trials|epochs|threads|classes))',
    write: 'that many, a given number of',
  },
  { words: '(up to|at most|than|at least) so (many|much)', write: 'that many, that much' },
  { words: 'nothing of it', write: 'none of it' },
  { words: 'it is thus', write: 'so' },
  { words: '(go|goes|went|going) on from', write: 'resumes from, continues from' },
  { words: 'hand(s|ed|ing)? in(?= (the|a|what|only|jobs|again|those))', write: 'submits' },
  { words: '(can|cannot|could|could not|to) be had', write: 'is (not) available' },
  { words: '(is|are|was|were) had', write: 'is available, was available' },
  { words: 'at hand', write: 'available' },
  { words: 'shall', write: 'should, must' },
  { words: 'how (it|this|that|they|these|he) (is|are) called', write: 'what it is called' },
  { words: 'run(s|ning)? full', write: 'fills up' },
  { words: 'looks? whether', write: 'checks whether' },
  { words: 'such a one', write: 'one like that' },
  { words: 'there where', write: 'where' },
  {
    words:
      "how far (it|they|a suite|the suite|a job|a cell|(a|the) job's process|its process) (is|are)(?! (from|away|off))",
    write: 'how far along it is',
  },
  {
    words:
      'a (line|row|chart|point|column|folder|file|panel|picture|page|process|verdict|figure|chunk|paragraph|component) an? (?!user|reader|person|human|test\\b)[a-z]+',
    write: 'one … per …',
  },
  { words: 'speaks? for nothing', write: 'is no evidence' },
  { words: 'speaks? neither', write: 'is evidence neither for' },
  { words: 'of yesterday', write: "yesterday's" },
  { words: 'good for nothing else', write: 'valid for nothing else' },
  {
    words: 'stands? (below|above|beside|there|at|on|in(?= (the|a|an|its|this|that|`|\\[|each|every)))',
    write: 'is, are',
    only: 'documents',
  },
  { words: 'anew', write: 'again', only: 'documents' },
  { words: 'trainings', write: 'training runs', only: 'documents' },
  { words: 'that (is|are) there', write: 'existing', only: 'documents' },
  { words: 'what came (out )?of it', write: 'the results', only: 'documents' },
];
