#include <string>

std::string hik_url(const std::string& ip, int channel) {
    return "rtsp://" + ip + ":554/Streaming/Channels/" + std::to_string(channel) + "01";
}
