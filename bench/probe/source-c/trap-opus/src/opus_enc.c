#include <opus/opus.h>

int open_encoder(OpusEncoder **e) {
    int err;
    *e = opus_encoder_create(48000, 2, OPUS_APPLICATION_AUDIO, &err);
    return err;
}
