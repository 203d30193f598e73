#!/usr/bin/env dotnet
#:project ../src/Workbench/Workbench.csproj
#:property PublishAot=false

// Trains the classifier on whose features Fréchet distances are measured, and writes its weights (212 KB at half precision):
//
//     dotnet run data/train-feature-classifier.cs
//
// from the root of the repository. The checksum that it prints belongs into src/Workbench/Models/FeatureClassifier.cs. Another processor
// or libtorch may round differently and give other bits; then the distances in papers/results have to be measured anew.
using Workbench.Data;
using Workbench.Models;
using Workbench.Training;

using var data = FashionMnist.Load(scaling: PixelScaling.Symmetric);
var network = new FeatureClassifier(seed: 0);
var curve = Classifier.Train(network, data.Train, new ClassifierOptions
{
    Seed = 0,
    Epochs = args is [var epochs] ? int.Parse(epochs) : 7,
    LearningRate = LearningRates.RampThenCosine(4e-3, warmUp: 100),
});
var checksum = network.Write("data/feature-classifier.dat");
Console.WriteLine($"{network.ParameterCount():N0} parameters, {curve.Seconds:F0} s, loss {curve.FinalLoss:F4}");
Console.WriteLine($"accuracy {Classifier.Accuracy(network, data.Train):P2} on the training set, {Classifier.Accuracy(network, data.Test):P2} on the test set");
Console.WriteLine($"SHA-256 {checksum}");
