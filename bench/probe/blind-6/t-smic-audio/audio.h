#ifndef AUDIO_H
#define AUDIO_H
/* stereo microphone */
#define SMIC_GAIN 12
int smic_open(int channel);
#endif
