static const char *families[] = { "Palm", "Psion", "Bard", "Newton", 0 };
int is_palm(const char *s) { return s == families[0]; }
