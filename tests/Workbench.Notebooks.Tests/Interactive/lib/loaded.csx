var fromLoaded = 1;
