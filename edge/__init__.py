"""A camera agent: frames in, OpenCV analysis, events and pictures out over MQTT."""
