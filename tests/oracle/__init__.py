"""A second reading of the contract, slow and simple, written apart from the judge: day by day, over plain tables.

It shares nothing with `sw_competency.judge`, `.rules` and `.catalogue`; each function names the section it reads.
It is held to every scenario file (`test_scenarios`), and compared with the library on made-up departments
(`test_agreement`; many with `HYPOTHESIS_PROFILE=thorough`).

Asked of both: `status`, `may` (modality, device, post), `counts`, `rebanding`, `since` with its periods,
`outside-scope`, `unused`, `scope`, `required`, `who-may`, `cover`, `due`.

Not compared, and left to the scenarios or to other tests:

- sentences, sources, entries cited, `path`, `progress`, `conditions`, `restrictions` as they are said;
- `because` where there is more than one post; the concern of work outside scope;
- of `due`, what has run out already, and what no post requires; of `required`, tables that fit some posts only; either
  for somebody in post at two sites.

Not made up:

- recalls, acceptance policies, agreed ways up and whatever else the contract does not fix; `suggests`;
- histories that begin after a sign-off; circles of prerequisites or of corrections; `supervised = "indirect"`;
- `post-available` at a named site;
- identities that join two records; vacancies refused or frozen; misspelt fields.
"""
