#load "loaded.csx"
var fromScript = 40 + fromLoaded;
