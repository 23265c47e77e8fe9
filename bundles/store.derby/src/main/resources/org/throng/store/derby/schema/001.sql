-- SPDX-License-Identifier: MIT
-- Pages of 4,096 bytes: what file systems and disks write whole or not at all, for Derby cannot mend half a page.
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', '4096');

-- k: the key as Keys.java writes it, at most 2 * 512 + 2 bytes.
-- v: the value, or null where it lies in pieces.
-- pieces: the id of those pieces, or null; size: bytes of the value then.
CREATE TABLE entry (
    k VARCHAR(1026) FOR BIT DATA NOT NULL CONSTRAINT entry_key PRIMARY KEY,
    v VARCHAR(32672) FOR BIT DATA,
    pieces BIGINT,
    size INT
);

-- A value that no row can hold. Ids are never used twice, so whoever reads pieces reads those of one value.
CREATE TABLE piece (
    id BIGINT NOT NULL,
    n INT NOT NULL,
    v VARCHAR(32672) FOR BIT DATA NOT NULL,
    CONSTRAINT piece_key PRIMARY KEY (id, n)
);

CREATE TABLE schema_version (version INT NOT NULL CONSTRAINT schema_version_key PRIMARY KEY);
