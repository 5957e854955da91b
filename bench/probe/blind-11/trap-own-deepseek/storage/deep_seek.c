/* seeks beyond 4 GiB */
long long deep_seek(int fd, long long off) { return off < 0 ? -1 : off; }
long long deepseek(int fd, long long off) { return deep_seek(fd, off); }
