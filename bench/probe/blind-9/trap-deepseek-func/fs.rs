fn deep_seek(f: &mut File, o: u64) { f.seek(SeekFrom::Start(o)).unwrap(); }
