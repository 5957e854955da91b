#!/bin/sh
cat >input <<-INPUT_END
	commit refs/heads/O2
	mark :o3
	data <<COMMIT
	moved to refs/heads/O1
	COMMIT
	M 100644 :o1 file
INPUT_END
git fast-import <input
